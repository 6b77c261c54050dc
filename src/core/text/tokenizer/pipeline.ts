import { type AddedTokenFinder } from './addedTokens';
import { AlignedText } from './alignedText';
import type { Model } from './model/model';
import type { Normalizer } from './normalizer/normalizer';
import type { PostProcessor } from './postProcessor/postProcessor';
import type { PreTokenizer } from './preTokenizer/preTokenizer';
import type { Encoding, Token, Tokenizer } from './tokenizer';

/** The stages of a tokenizer, in the order in which a text goes through them. */
export interface Stages {
  /** Added tokens that are searched for in the text as it stands. */
  readonly literalTokens: AddedTokenFinder;
  readonly normalizer: Normalizer | undefined;
  /** Added tokens that are searched for in the normalised text. */
  readonly normalizedTokens: AddedTokenFinder;
  readonly preTokenizer: PreTokenizer | undefined;
  readonly model: Model;
  readonly postProcessor: PostProcessor;
}

/**
 * The tokenizer of the Hugging Face `tokenizers` package, with each token's range in the original text.
 *
 * `@huggingface/tokenizers` runs the same stages but keeps no alignment, and its character classes are those of the
 * JavaScript engine; rebuilding the spans from outside would mean every stage twice.
 */
export class TokenizerPipeline implements Tokenizer {
  constructor(
    private readonly stages: Stages,
    readonly vocabularySize: number,
    readonly maxLength: number | undefined,
  ) {}

  encode(text: string, pair?: string): Encoding {
    return this.stages.postProcessor.process(
      this.tokens(text),
      pair === undefined ? undefined : this.tokens(pair),
    );
  }

  private tokens(text: string): Token[] {
    const { literalTokens, normalizer, normalizedTokens } = this.stages;
    const tokens: Token[] = [];
    for (const literal of literalTokens.split(AlignedText.of(text))) {
      if (literal.id !== undefined) {
        tokens.push(added(literal.text, literal.id));
        continue;
      }
      const normalized = normalizer ? normalizer.normalize(literal.text) : literal.text;
      for (const part of normalizedTokens.split(normalized)) {
        if (part.id === undefined) this.tokenize(part.text, tokens);
        else tokens.push(added(part.text, part.id));
      }
    }
    return tokens;
  }

  private tokenize(text: AlignedText, tokens: Token[]): void {
    const { preTokenizer, model } = this.stages;
    for (const word of preTokenizer ? preTokenizer.split(text) : [text]) {
      for (const piece of model.tokenize(word.text)) {
        const { start, end } = word.original(piece.start, piece.end);
        tokens.push({ id: piece.id, text: piece.text, start, end, special: false });
      }
    }
  }
}

/** An added token keeps the text that it was found as, with the blanks that it took. */
function added(text: AlignedText, id: number): Token {
  return { id, text: text.text, ...text.original(0, text.text.length), special: false };
}
