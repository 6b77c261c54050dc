import { unsupported } from '../fault';
import type { JsonObject } from '../jsonObject';
import { BertNormalizer } from './bertNormalizer';
import type { Normalizer } from './normalizer';

/** The normaliser of a `tokenizer.json`, by its `type`. */
export function createNormalizer(json: JsonObject): Normalizer {
  switch (json.type) {
    case 'BertNormalizer': {
      const lowercase = json.flag('lowercase', true);
      return new BertNormalizer({
        cleanText: json.flag('clean_text', true),
        handleChineseCharacters: json.flag('handle_chinese_chars', true),
        stripAccents: json.flag('strip_accents', lowercase),
        lowercase,
      });
    }
    default:
      throw unsupported(`normalizer ${json.type}`);
  }
}
