import { unsupported } from '../fault';
import { type JsonObject } from '../jsonObject';
import { BytePairEncoding } from './bytePairEncoding';
import { readMerges } from './merges';
import type { Model } from './model';
import { readScoredPieces } from './scoredPieces';
import { Unigram } from './unigram';
import { readVocabulary } from './vocabulary';
import { WordLevel } from './wordLevel';
import { WordPiece } from './wordPiece';

const kinds: Readonly<Record<string, (json: JsonObject) => Model>> = {
  BPE: (json) => {
    const vocabulary = readVocabulary(json.object('vocab'));
    const continuingPrefix = json.text('continuing_subword_prefix', '');
    return new BytePairEncoding(vocabulary, readMerges(json, vocabulary, continuingPrefix), {
      unknown: json.has('unk_token') ? json.text('unk_token') : undefined,
      fuseUnknown: json.flag('fuse_unk', false),
      byteFallback: json.flag('byte_fallback', false),
      ignoreMerges: json.flag('ignore_merges', false),
      continuingPrefix,
      endSuffix: json.text('end_of_word_suffix', ''),
    });
  },
  Unigram: (json) =>
    new Unigram(readScoredPieces(json), {
      unknownId: json.has('unk_id') ? json.count('unk_id') : undefined,
      byteFallback: json.flag('byte_fallback', false),
    }),
  WordLevel: (json) => new WordLevel(readVocabulary(json.object('vocab')), json.text('unk_token', '<unk>')),
  WordPiece: (json) =>
    new WordPiece(readVocabulary(json.object('vocab')), {
      unknown: json.text('unk_token', '[UNK]'),
      continuingPrefix: json.text('continuing_subword_prefix', '##'),
      maxCharacters: json.count('max_input_chars_per_word', 100),
    }),
};

/** The model of a `tokenizer.json`, by its `type`; files of the first versions leave the type out. */
export function createModel(json: JsonObject): Model {
  const type = json.has('type') ? json.type : guessedType(json);
  const create = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (!create) throw unsupported(`model ${type}`);
  return create(json);
}

function guessedType(json: JsonObject): string {
  if (json.has('merges')) return 'BPE';
  if (json.has('continuing_subword_prefix')) return 'WordPiece';
  return json.has('unk_id') ? 'Unigram' : 'WordLevel';
}
