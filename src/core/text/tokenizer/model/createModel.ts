import { unsupported } from '../fault';
import { type JsonObject } from '../jsonObject';
import type { Model } from './model';
import { readVocabulary } from './vocabulary';
import { WordPiece } from './wordPiece';

/** The model of a `tokenizer.json`, by its `type`; files of the first versions leave the type out. */
export function createModel(json: JsonObject): Model {
  const type = json.has('type') ? json.type : guessedType(json);
  switch (type) {
    case 'WordPiece':
      return new WordPiece(readVocabulary(json.object('vocab')), {
        unknown: json.text('unk_token', '[UNK]'),
        continuingPrefix: json.text('continuing_subword_prefix', '##'),
        maxCharacters: json.count('max_input_chars_per_word', 100),
      });
    default:
      throw unsupported(`model ${type}`);
  }
}

function guessedType(json: JsonObject): string {
  if (json.has('merges')) return 'BPE';
  if (json.has('continuing_subword_prefix')) return 'WordPiece';
  return json.has('unk_id') ? 'Unigram' : 'WordLevel';
}
