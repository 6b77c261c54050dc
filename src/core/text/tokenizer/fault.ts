/** Why a tokenizer file cannot be used; `createTokenizer` adds the file's path and makes the user's error of it. */
export class TokenizerFault extends Error {
  constructor(
    readonly code: 'tokenizer-invalid' | 'tokenizer-unsupported',
    readonly reason: string,
  ) {
    super(reason);
    this.name = 'TokenizerFault';
  }
}

export function invalid(reason: string): TokenizerFault {
  return new TokenizerFault('tokenizer-invalid', reason);
}

export function unsupported(reason: string): TokenizerFault {
  return new TokenizerFault('tokenizer-unsupported', reason);
}
