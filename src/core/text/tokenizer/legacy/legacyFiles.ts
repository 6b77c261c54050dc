/** The texts of a tokenizer's files as they were before `tokenizer.json`, where they exist. */
export interface LegacyTokenizerFiles {
  /** `vocab.txt`: a WordPiece vocabulary, a piece a line. */
  readonly vocabTxt?: string | undefined;
  /** `vocab.json` and `merges.txt`: byte-level byte pair encoding. */
  readonly vocabJson?: string | undefined;
  readonly merges?: string | undefined;
  /** `special_tokens_map.json` */
  readonly specialTokensMap?: string | undefined;
  /** `added_tokens.json` */
  readonly addedTokens?: string | undefined;
  /** The name of a SentencePiece model, such as `spiece.model`: it is not read. */
  readonly sentencePiece?: string | undefined;
}

/** Whether there is a vocabulary among the files. A `vocab.json` beside a SentencePiece model is that model's. */
export function hasLegacyVocabulary(files: LegacyTokenizerFiles): boolean {
  const { vocabTxt, vocabJson, merges, sentencePiece } = files;
  if (vocabTxt !== undefined) return true;
  return vocabJson !== undefined && (merges !== undefined || sentencePiece === undefined);
}
