import type { Span } from '../../span';
import type { Decoder } from './decoder';
import { SourcedText } from './sourcedText';

/**
 * The text that pieces stand for, and the range of each in it. A piece that is undefined is left out; without a decoder
 * blanks stand between the pieces.
 */
export function decodePieces(
  pieces: readonly (string | undefined)[],
  decoder: Decoder | undefined,
): { readonly text: string; readonly spans: readonly Span[] } {
  const kept = pieces.flatMap((piece, index) => (piece === undefined ? [] : [SourcedText.of(piece, index)]));
  const whole = SourcedText.join(decoder ? decoder.decode(kept) : spaced(kept));
  return { text: whole.text, spans: spansOf(whole, pieces.length) };
}

function spaced(pieces: readonly SourcedText[]): SourcedText[] {
  return pieces.flatMap((piece, index) => (index === 0 ? [piece] : [SourcedText.of(' ', 0, 0), piece]));
}

function spansOf({ text, firsts, nexts }: SourcedText, count: number): Span[] {
  const spans = Array.from({ length: count }, () => ({ start: -1, end: -1 }));
  for (let unit = 0; unit < text.length; unit++) {
    for (let index = firsts[unit] ?? 0; index < (nexts[unit] ?? 0); index++) {
      const span = spans[index];
      if (!span) continue;
      if (span.start < 0) span.start = unit;
      span.end = unit + 1;
    }
  }
  let end = 0;
  for (const span of spans) {
    if (span.start < 0) span.start = span.end = end;
    end = span.end;
  }
  return spans;
}
