import { unsupported } from '../fault';
import type { JsonObject } from '../jsonObject';
import { BertPreTokenizer } from './bertPreTokenizer';
import type { PreTokenizer } from './preTokenizer';

/** The pre-tokeniser of a `tokenizer.json`, by its `type`. */
export function createPreTokenizer(json: JsonObject): PreTokenizer {
  switch (json.type) {
    case 'BertPreTokenizer':
      return new BertPreTokenizer();
    default:
      throw unsupported(`pre-tokenizer ${json.type}`);
  }
}
