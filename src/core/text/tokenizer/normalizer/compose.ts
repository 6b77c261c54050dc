import type { AlignedText, Change } from '../alignedText';
import { decomposes, isCombining } from '../characters';
import { compareClasses, decompositions } from './decompose';

/**
 * Composition after decomposition (NFC, NFKC; Unicode Standard Annex 15). What was composed stands for all that went into
 * it, in the way of the Rust package: the range of a composed letter is the letter's, its mark has none.
 */
export function compose(text: AlignedText, form: 'NFC' | 'NFKC'): AlignedText {
  const isPlain =
    form === 'NFC'
      ? !/[^\0-\u02ff\u3001-\u3029\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff60]/.test(text.text)
      : !/[^\0-\x9f\u3001-\u3029\u3400-\u4dbf\u4e00-\u9fff]/.test(text.text);
  if (isPlain) return text;
  return text.transform(compositions(decompositions(text.text, form === 'NFC' ? 'NFD' : 'NFKD')));
}

function compositions(decomposed: readonly Change[]): Change[] {
  const composed: Change[] = [];
  /** The last starter, which later marks may join; marks behind it that did not. */
  let starter: Change | undefined;
  let marks: Change[] = [];
  const flush = (): void => {
    if (starter) composed.push(starter);
    composed.push(...marks);
    starter = undefined;
    marks = [];
  };
  for (const change of decomposed) {
    const combines = isCombining(change.character.codePointAt(0) ?? 0);
    if (starter && isReachable(marks.at(-1), change, combines)) {
      const character = composite(starter.character, change.character);
      if (character !== undefined) {
        starter = { character, step: starter.step + change.step - 1 };
        continue;
      }
    }
    if (combines && starter) marks.push(change);
    else {
      flush();
      if (combines) composed.push(change);
      else starter = change;
    }
  }
  flush();
  return composed;
}

/** Whether nothing stands between the starter and this character that blocks it. */
function isReachable(lastMark: Change | undefined, change: Change, combines: boolean): boolean {
  return !lastMark || (combines && compareClasses(lastMark.character, change.character) < 0);
}

/** The character that two compose to, among those that the Rust package takes apart too. */
function composite(first: string, second: string): string | undefined {
  // No second half of a composition lies below U+0300.
  if (second.charCodeAt(0) < 0x300) return undefined;
  const whole = (first + second).normalize('NFC');
  const codePoint = whole.codePointAt(0) ?? 0;
  return whole.length === (codePoint > 0xffff ? 2 : 1) && decomposes(codePoint) ? whole : undefined;
}
