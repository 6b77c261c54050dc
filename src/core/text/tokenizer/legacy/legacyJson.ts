import { invalid, unsupported } from '../fault';
import { JsonObject, parseObject } from '../jsonObject';
import { parseVocabulary, readVocabulary, type Vocabulary } from '../model/vocabulary';
import { byteLevelJson } from './byteLevelJson';
import { familyOf, type Role } from './families';
import type { LegacyTokenizerFiles } from './legacyFiles';
import { mergeLines } from './mergeLines';
import type { TemplateToken } from './pairTemplate';
import { readSpecialTokens, type SpecialTokens } from './specialTokens';
import { wordPieceJson } from './wordPieceJson';

/** What older files say, in the form of the newer ones. */
export interface LegacyJson {
  /** As a tokenizer.json. */
  readonly tokenizer: JsonObject;
  /** As a tokenizer_config.json, with the special tokens by their roles. */
  readonly config: JsonObject;
}

/**
 * Older tokenizer files as the Transformers library converts them (convert_slow_tokenizer.py): `vocab.txt` of BERT and
 * its kin, `vocab.json` with `merges.txt` of GPT-2, RoBERTa and theirs.
 * @param configText the text of tokenizer_config.json
 * @param modelType the `model_type` of config.json
 * @throws TokenizerFault
 */
export function legacyJson(
  files: LegacyTokenizerFiles,
  configText: string | undefined,
  modelType: unknown,
): LegacyJson {
  const config = optional(configText, 'tokenizer_config.json');
  const { vocabulary, merges } = piecesOf(files);
  const has = (piece: string): boolean => vocabulary.has(piece);
  const family = familyOf(config?.value('tokenizer_class'), modelType, has, merges !== undefined);
  const tokens = readSpecialTokens(
    family,
    config,
    optional(files.specialTokensMap, 'special_tokens_map.json'),
    optional(files.addedTokens, 'added_tokens.json'),
  );
  const token = (role: Role): TemplateToken => templateToken(role, tokens, vocabulary);
  const vocab = Object.fromEntries(vocabulary);
  const { model, ...stages } =
    merges === undefined ? wordPieceJson(family, config, token) : byteLevelJson(family, config, token);
  const pieces = merges === undefined ? { vocab } : { vocab, merges: mergeLines(merges, family) };
  const roles = Object.entries(tokens.roles).map(([role, content]) => [`${role}_token`, content] as const);
  return {
    tokenizer: JsonObject.of({ ...stages, model: { ...model, ...pieces }, added_tokens: tokens.added }, ''),
    config: JsonObject.of(Object.fromEntries([...(config?.entries() ?? []), ...roles]), ''),
  };
}

function optional(text: string | undefined, name: string): JsonObject | undefined {
  return text === undefined ? undefined : parseObject(text, name);
}

function piecesOf({ vocabTxt, vocabJson, merges }: LegacyTokenizerFiles): {
  readonly vocabulary: Vocabulary;
  readonly merges: string | undefined;
} {
  if (vocabJson !== undefined && merges !== undefined)
    return { vocabulary: readVocabulary(parseObject(vocabJson, 'vocab.json')), merges };
  if (vocabTxt !== undefined) return { vocabulary: parseVocabulary(vocabTxt), merges: undefined };
  throw unsupported('there is a vocab.json without a merges.txt');
}

/** Published files have these tokens in their vocabulary. */
function templateToken(role: Role, { roles }: SpecialTokens, vocabulary: Vocabulary): TemplateToken {
  const content = roles[role];
  const id = content === undefined ? undefined : vocabulary.get(content);
  if (content === undefined || id === undefined)
    throw invalid(`the vocabulary has no piece “${content ?? `${role}_token`}”`);
  return { content, id };
}
