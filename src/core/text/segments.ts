import type { Span } from './span';

export interface Segment extends Span {
  /** Letters, digits or ideographs, not punctuation, symbols or white space; always false for graphemes and sentences. */
  readonly wordLike: boolean;
}

type Granularity = 'grapheme' | 'word' | 'sentence';

/** V8 takes time in proportion to the whole string for each segment, so long texts go through in windows of this size. */
const windowLength = 768;
/** A border this close to a window's end may depend on what follows; it is decided by the next window. */
const margin = 64;

const segmenters = new Map<Granularity, Intl.Segmenter>();

function segmenterOf(granularity: Granularity): Intl.Segmenter {
  let segmenter = segmenters.get(granularity);
  if (!segmenter) {
    // A fixed locale: the same text has the same words on every machine. Chinese goes by its dictionary in any locale.
    segmenter = new Intl.Segmenter('en', { granularity });
    segmenters.set(granularity, segmenter);
  }
  return segmenter;
}

/** The segments of a text by the rules of Unicode Standard Annex 29, without a gap. O(length). */
export function* segments(text: string, granularity: Granularity): Generator<Segment, void, undefined> {
  let from = 0;
  let length = windowLength;
  while (from < text.length) {
    const to = Math.min(text.length, from + length);
    let done = from;
    for (const { index, segment, isWordLike } of segmenterOf(granularity).segment(text.slice(from, to))) {
      const end = from + index + segment.length;
      if (to < text.length && end > to - margin) break;
      yield { start: from + index, end, wordLike: isWordLike === true };
      done = end;
    }
    // A segment longer than the window: look further.
    length = done === from ? length * 2 : windowLength;
    from = done;
  }
}
