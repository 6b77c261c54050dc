import { HeadlightError } from '../../errors';
import { type AddedTokenFinder } from './addedTokens';
import { AlignedText } from './alignedText';
import type { AddedPieces } from './createAddedTokens';
import type { Decoder } from './decoder/decoder';
import { decodePieces } from './decoder/decodePieces';
import type { Model } from './model/model';
import type { Normalizer } from './normalizer/normalizer';
import type { Part, PostProcessor } from './postProcessor/postProcessor';
import type { PreTokenizer } from './preTokenizer/preTokenizer';
import type { Decoded, DecodeOptions, Encoding, SpecialIds, Token, Tokenizer } from './tokenizer';

/** The stages of a tokenizer, in the order in which a text goes through them. */
export interface Stages {
  /** Added tokens that are searched for in the text as it stands. */
  readonly literalTokens: AddedTokenFinder;
  readonly normalizer: Normalizer | undefined;
  /** Added tokens that are searched for in the normalised text. */
  readonly normalizedTokens: AddedTokenFinder;
  readonly preTokenizer: PreTokenizer | undefined;
  readonly model: Model;
  readonly postProcessor: PostProcessor | undefined;
  readonly decoder: Decoder | undefined;
  readonly addedPieces: AddedPieces;
}

/**
 * The tokenizer of the Hugging Face `tokenizers` package, with each token's range in the original text.
 *
 * `@huggingface/tokenizers` runs the same stages but keeps no alignment, and its character classes are those of the
 * JavaScript engine; rebuilding the spans from outside would mean every stage twice.
 */
export class TokenizerPipeline implements Tokenizer {
  readonly vocabularySize: number;
  readonly maxLength: number | undefined;
  readonly specialIds: SpecialIds;

  constructor(
    private readonly stages: Stages,
    facts: Pick<Tokenizer, 'vocabularySize' | 'maxLength' | 'specialIds'>,
  ) {
    this.vocabularySize = facts.vocabularySize;
    this.maxLength = facts.maxLength;
    this.specialIds = facts.specialIds;
  }

  encode(text: string, pair?: string): Encoding {
    return withinBounds(() => this.encoded(text, pair));
  }

  decode(ids: readonly number[], options?: DecodeOptions): string {
    return this.decodeTokens(ids, options).text;
  }

  decodeTokens(ids: readonly number[], options?: DecodeOptions): Decoded {
    return withinBounds(() => this.decoded(ids, options));
  }

  private encoded(text: string, pair: string | undefined): Encoding {
    const texts = pair === undefined ? [text] : [text, pair];
    const parts = texts.map((each, typeId): Part => {
      const tokens = this.tokens(each);
      return { tokens, typeIds: tokens.map(() => typeId), text: each };
    });
    const { postProcessor } = this.stages;
    const processed = postProcessor ? postProcessor.process(parts) : parts;
    return {
      tokens: processed.flatMap((part) => part.tokens),
      typeIds: processed.flatMap((part) => part.typeIds),
    };
  }

  private decoded(ids: readonly number[], { skipSpecial = true }: DecodeOptions = {}): Decoded {
    const { decoder, addedPieces } = this.stages;
    const pieces = ids.map((id) => addedPieces.decoded.get(id) ?? this.stages.model.pieceOf(id));
    const isSpecial = pieces.map((piece) => piece !== undefined && addedPieces.special.has(piece));
    const kept = pieces.map((piece, index) => (skipSpecial && isSpecial[index] === true ? undefined : piece));
    const { text, spans } = decodePieces(kept, decoder);
    return {
      text,
      tokens: ids.map((id, index) => ({
        id,
        text: this.pieceOf(id) ?? '',
        start: spans[index]?.start ?? 0,
        end: spans[index]?.end ?? 0,
        special: isSpecial[index] === true,
      })),
    };
  }

  idOf(piece: string): number | undefined {
    return this.stages.addedPieces.ids.get(piece) ?? this.stages.model.idOf(piece);
  }

  pieceOf(id: number): string | undefined {
    return this.stages.addedPieces.contents.get(id) ?? this.stages.model.pieceOf(id);
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

/** Strings, lists and regular expressions beyond what the engine has room for are the file's fault, not ours. */
function withinBounds<T>(task: () => T): T {
  try {
    return task();
  } catch (thrown) {
    if (thrown instanceof RangeError) throw new HeadlightError('tokenizer-too-costly', {}, { cause: thrown });
    throw thrown;
  }
}

/** An added token keeps the text that it was found as, with the blanks that it took. */
function added(text: AlignedText, id: number): Token {
  return { id, text: text.text, ...text.original(0, text.text.length), special: false };
}
