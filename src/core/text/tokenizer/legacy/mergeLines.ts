import { invalid } from '../fault';
import type { Family } from './families';

/**
 * The merges of a `merges.txt`, as pairs: a line each, the first one wins. As in the Transformers library the first line
 * is a heading whatever it says, but for Qwen2, and what has no line end does not count.
 */
export function mergeLines(text: string, { kind }: Family): (readonly [string, string])[] {
  const lines = text.split(/\r\n|\r|\n/);
  const isHeading = kind !== 'qwen2' || lines[0]?.trimStart().startsWith('#version:') === true;
  const body = lines.slice(isHeading ? 1 : 0, kind === 'qwen2' ? undefined : -1);
  const known = new Set<string>();
  const merges: (readonly [string, string])[] = [];
  for (const line of body) {
    if (line.trim() === '' && kind === 'qwen2') continue;
    const [left, right, ...others] = line.trim().split(/\s+/);
    if (left === undefined || right === undefined || others.length > 0)
      throw invalid(`the line “${line}” of merges.txt is no pair of pieces`);
    const key = `${left} ${right}`;
    if (!known.has(key)) merges.push([left, right]);
    known.add(key);
  }
  return merges;
}
