import type { SourcedText } from './sourcedText';

/** The piece without up to `start` times `character` at its begin and `stop` times at its end. */
export function stripped(piece: SourcedText, character: string, start: number, stop: number): SourcedText {
  const { text } = piece;
  let from = 0;
  let to = text.length;
  for (let left = start; left > 0 && text.startsWith(character, from); left--) from += character.length;
  for (let left = stop; left > 0 && to > from && text.endsWith(character, to); left--) to -= character.length;
  return piece.slice(from, to);
}
