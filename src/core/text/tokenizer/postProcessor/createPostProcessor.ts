import { invalid, unsupported } from '../fault';
import { isCount, type JsonObject } from '../jsonObject';
import type { Token } from '../tokenizer';
import { BertProcessing } from './bertProcessing';
import { ByteLevelProcessing } from './byteLevelProcessing';
import { type PostProcessor, specialToken } from './postProcessor';
import { RobertaProcessing } from './robertaProcessing';
import { SequenceProcessing } from './sequenceProcessing';
import { Template, type TemplatePart } from './template';

const kinds: Readonly<Record<string, (json: JsonObject) => PostProcessor>> = {
  BertProcessing: (json) => new BertProcessing(namedToken(json, 'cls'), namedToken(json, 'sep')),
  ByteLevel: (json) =>
    json.flag('trim_offsets', true)
      ? new ByteLevelProcessing(json.flag('add_prefix_space', true))
      : new SequenceProcessing([]),
  RobertaProcessing: (json) =>
    new RobertaProcessing(namedToken(json, 'cls'), namedToken(json, 'sep'), {
      trimOffsets: json.flag('trim_offsets', true),
      addPrefixSpace: json.flag('add_prefix_space', true),
    }),
  Sequence: (json) => new SequenceProcessing(json.objects('processors').map(createPostProcessor)),
  TemplateProcessing: (json) => new Template(templateParts(json, 'single'), templateParts(json, 'pair')),
};

/** The post-processor of a `tokenizer.json`, by its `type`. */
export function createPostProcessor(json: JsonObject): PostProcessor {
  const { type } = json;
  const create = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (!create) throw unsupported(`post-processor ${type}`);
  return create(json);
}

/** Places of a template: published ones have at most ten. Each may repeat the whole text. */
const mostPlaces = 64;

function templateParts(json: JsonObject, key: 'single' | 'pair'): TemplatePart[] {
  const places = json.objects(key);
  if (places.length > mostPlaces) throw unsupported(`a template of more than ${mostPlaces} places`);
  return places.map((part): TemplatePart => {
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
