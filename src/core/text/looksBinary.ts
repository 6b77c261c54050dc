import type { TextSource } from './textSource';

/** Binary files show it in their first bytes. */
const sampleLength = 65_536;

/**
 * Whether a text was decoded from something that is no text: a NUL near its begin, or more than one character in four
 * is a control or replacement character. Terminal escapes and a wrongly chosen encoding of Western text stay below that.
 */
export function looksBinary(text: TextSource): boolean {
  const sample = text.slice(0, Math.min(text.length, sampleLength));
  if (sample.includes('\0')) return true;
  let strange = 0;
  for (let index = 0; index < sample.length; index++) if (isStrange(sample.charCodeAt(index))) strange++;
  return strange * 4 > sample.length;
}

/** Control characters but white space (tab to carriage return), backspace and escape, and the replacement character. */
function isStrange(unit: number): boolean {
  if (unit < 0x20) return !(unit >= 0x08 && unit <= 0x0d) && unit !== 0x1b;
  return (unit >= 0x7f && unit < 0xa0 && unit !== 0x85) || unit === 0xfffd;
}
