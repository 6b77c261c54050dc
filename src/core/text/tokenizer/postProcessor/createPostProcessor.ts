import { invalid, unsupported } from '../fault';
import { isCount, type JsonObject } from '../jsonObject';
import type { Token } from '../tokenizer';
import { type PostProcessor, specialToken } from './postProcessor';
import { bertTemplate, Template, type TemplatePart } from './template';

/** The post-processor of a `tokenizer.json`, by its `type`. */
export function createPostProcessor(json: JsonObject): PostProcessor {
  switch (json.type) {
    case 'TemplateProcessing':
      return new Template(templateParts(json, 'single'), templateParts(json, 'pair'));
    case 'BertProcessing':
      return bertTemplate(namedToken(json, 'cls'), namedToken(json, 'sep'));
    default:
      throw unsupported(`post-processor ${json.type}`);
  }
}

function templateParts(json: JsonObject, key: 'single' | 'pair'): TemplatePart[] {
  return json.objects(key).map((part): TemplatePart => {
    if (part.has('Sequence')) {
      const sequence = part.object('Sequence');
      return {
        sequence: sequence.text('id') === 'B' ? 'second' : 'first',
        typeId: sequence.count('type_id', 0),
      };
    }
    const special = part.object('SpecialToken');
    return { tokens: specialTokens(json, special.text('id')), typeId: special.count('type_id', 0) };
  });
}

/** A special token of a template may stand for several tokens. */
function specialTokens(json: JsonObject, name: string): Token[] {
  const entry = json.object('special_tokens').object(name);
  const texts = entry.list('tokens');
  return entry.list('ids').map((id, index) => {
    const text = texts[index];
    if (!isCount(id) || typeof text !== 'string')
      throw invalid(`the special token “${name}” has no id or text`);
    return specialToken(id, text);
  });
}

/** `["[SEP]", 102]` */
function namedToken(json: JsonObject, key: 'cls' | 'sep'): Token {
  const [text, id] = json.list(key);
  if (!isCount(id) || typeof text !== 'string')
    throw invalid(`post_processor.${key} is not a token and its id`);
  return specialToken(id, text);
}
