import { formatWeight } from '../core/analysis/formatWeight';
import { bar } from '../core/text/bar';
import type { WordWeight } from '../protocol/inference';

/** As wide as “<0.001”. */
const weightWidth = 6;

/** One line a word: weight, bar in proportion to the largest, the word. Bars come first, so that wide characters line up. */
export function weightBars(words: readonly WordWeight[], cells = 24): string {
  const largest = Math.max(...words.map(({ weight }) => weight), 0);
  return words
    .map(
      ({ weight, text }) =>
        `  ${formatWeight(weight).padStart(weightWidth)} ${bar(largest > 0 ? weight / largest : 0, cells)} ${printable(text)}\n`,
    )
    .join('');
}

/** A text from a file on one line of a terminal: control characters could drive it. */
export function printable(text: string): string {
  return text.replace(/\s+/gu, ' ').replace(/[\p{Cc}\p{Cf}]/gu, '\u{fffd}');
}
