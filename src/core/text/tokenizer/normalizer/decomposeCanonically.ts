import { AlignedBuilder, type AlignedText, unitsAt } from '../alignedText';
import { decomposes, isCombining } from '../characters';

/**
 * Canonical decomposition (NFD, Unicode Standard Annex 15) of the characters that the Rust package decomposes.
 *
 * Alignment follows that package: marks that are put in order take the original ranges in the order of the text, not
 * each its own; a mark that comes out of a composed letter shares the range of the mark or letter before it.
 */
export function decomposeCanonically(text: AlignedText): AlignedText {
  // Nothing below U+00C0 decomposes or combines.
  if (!/[^\0-\u00bf]/.test(text.text)) return text;
  const builder = new AlignedBuilder(text.text.length);
  const marks = new MarkRun(builder);
  let copied = 0;
  for (let index = 0; index < text.text.length;) {
    const codePoint = text.text.codePointAt(index) ?? 0;
    const next = index + (codePoint > 0xffff ? 2 : 1);
    if (decomposes(codePoint) || isCombining(codePoint)) {
      if (copied < index) {
        marks.flush();
        builder.copy(text, copied, index);
        marks.last = { start: text.start(index - 1), end: text.end(index - 1) };
      }
      const character = text.text.slice(index, next);
      const parts = decomposes(codePoint) ? character.normalize('NFD') : character;
      addParts(parts, { start: text.start(index), end: text.end(index) }, builder, marks);
      copied = next;
    }
    index = next;
  }
  marks.flush();
  builder.copy(text, copied, text.text.length);
  return builder.build();
}

/** Adds what became of one character. */
function addParts(parts: string, source: Source, builder: AlignedBuilder, marks: MarkRun): void {
  for (let at = 0; at < parts.length;) {
    const next = at + unitsAt(parts, at);
    const part = parts.slice(at, next);
    if (isCombining(parts.codePointAt(at) ?? 0)) marks.push(part, at === 0 ? source : undefined);
    else {
      marks.flush();
      // A starter inside a decomposition (Hangul) shares the range of the whole.
      builder.add(part, source.start, source.end);
      marks.last = source;
    }
    at = next;
  }
}

interface Source {
  readonly start: number;
  readonly end: number;
}

/** Combining marks in a row, put in the order of their combining classes. */
class MarkRun {
  /** The range of the character that was consumed last. */
  last: Source = { start: 0, end: 0 };
  private readonly pieces: string[] = [];
  /** For each mark the original character that it begins; undefined for a later part of a decomposition. */
  private readonly sources: (Source | undefined)[] = [];

  constructor(private readonly builder: AlignedBuilder) {}

  push(piece: string, source: Source | undefined): void {
    this.pieces.push(piece);
    this.sources.push(source);
  }

  flush(): void {
    if (this.pieces.length === 0) return;
    const consumed = this.sources.filter((source) => source !== undefined);
    let next = 0;
    for (const index of this.order()) {
      if (this.sources[index] !== undefined) this.last = consumed[next++] ?? this.last;
      this.builder.add(this.pieces[index] ?? '', this.last.start, this.last.end);
    }
    this.pieces.length = 0;
    this.sources.length = 0;
  }

  /** Indices of the pieces in canonical order. Equal marks have one class, so the sort keeps them in their order. */
  private order(): number[] {
    const given = this.pieces.join('');
    const sorted = given.normalize('NFD');
    if (sorted === given) return this.pieces.map((_, index) => index);
    const places = new Map<string, number[]>();
    this.pieces.forEach((piece, index) => {
      const list = places.get(piece);
      if (list) list.push(index);
      else places.set(piece, [index]);
    });
    for (const list of places.values()) list.reverse();
    return Array.from(sorted, (piece) => places.get(piece)?.pop() ?? 0);
  }
}
