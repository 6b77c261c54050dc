/** A `tokenizer.json` with a vocabulary of single characters, so that a mistake of one unit shows in the ranges. */
export interface SmallTokenizer {
  readonly characters: string;
  readonly pieces?: readonly string[];
  readonly normalizer?: unknown;
  readonly preTokenizer?: unknown;
  readonly postProcessor?: unknown;
  readonly decoder?: unknown;
  readonly addedTokens?: readonly object[];
  readonly model?: object;
}

export const bertNormalizer = {
  type: 'BertNormalizer',
  clean_text: true,
  handle_chinese_chars: true,
  strip_accents: null,
  lowercase: true,
};

export function smallTokenizerJson(small: SmallTokenizer): string {
  const single = [...new Set(Array.from(small.characters))];
  const pieces = new Set([
    '[UNK]',
    ...single,
    ...single.map((character) => `##${character}`),
    ...(small.pieces ?? []),
  ]);
  return JSON.stringify({
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: small.addedTokens ?? [],
    normalizer: small.normalizer === undefined ? bertNormalizer : small.normalizer,
    pre_tokenizer: small.preTokenizer === undefined ? { type: 'BertPreTokenizer' } : small.preTokenizer,
    post_processor: small.postProcessor ?? null,
    decoder: small.decoder ?? null,
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries([...pieces].map((piece, id) => [piece, id])),
      ...small.model,
    },
  });
}

/** An entry of `added_tokens`; the id is the one that the Rust package would give. */
export function addedToken(content: string, flags: object = {}): object {
  return {
    id: 0,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: false,
    ...flags,
  };
}
