import type { Decoder } from './decoder';
import { SourcedText } from './sourcedText';
import { isUtf8, utf8Characters } from './utf8Characters';

/** Reads pieces `<0x00>` to `<0xFF>` in a row as UTF-8; where they are none, each becomes U+FFFD. */
export class ByteFallbackDecoder implements Decoder {
  decode(pieces: readonly SourcedText[]): SourcedText[] {
    const decoded: SourcedText[] = [];
    let run: { piece: SourcedText; byte: number }[] = [];
    const flush = (): void => {
      if (run.length > 0) decoded.push(...textOf(run));
      run = [];
    };
    for (const piece of pieces) {
      const digits = /^<0x([0-9A-Fa-f]{2}|\+[0-9A-Fa-f])>$/.exec(piece.text)?.[1];
      if (digits !== undefined) run.push({ piece, byte: parseInt(digits, 16) });
      else {
        flush();
        decoded.push(piece);
      }
    }
    flush();
    return decoded;
  }
}

function textOf(run: readonly { piece: SourcedText; byte: number }[]): SourcedText[] {
  const bytes = run.map(({ byte }) => byte);
  const whole = SourcedText.join(run.map(({ piece }) => piece));
  const unitsBefore = [0];
  for (const { piece } of run) unitsBefore.push((unitsBefore.at(-1) ?? 0) + piece.text.length);
  const standIn = (text: string, start: number, end: number): SourcedText =>
    whole.standIn(text, unitsBefore[start] ?? 0, unitsBefore[end] ?? 0);
  if (!isUtf8(bytes)) return bytes.map((_, index) => standIn('\ufffd', index, index + 1));
  return [
    SourcedText.join(
      utf8Characters(bytes).map(({ character, start, end }) => standIn(character, start, end)),
    ),
  ];
}
