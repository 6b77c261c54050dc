import { describe, expect, it } from 'vitest';
import { idTokenizer } from '../../../src/core/text/tokenizer/idTokenizer';

describe('idTokenizer', () => {
  it('takes the numbers between white space for ids, with their places', () => {
    const { tokens } = idTokenizer().encode('101 7592\n\t102');
    expect(tokens).toEqual([
      { id: 101, text: '101', start: 0, end: 3, special: false },
      { id: 7592, text: '7592', start: 4, end: 8, special: false },
      { id: 102, text: '102', start: 10, end: 13, special: false },
    ]);
  });

  it('makes no token of what is no number', () => {
    const { tokens } = idTokenizer().encode('Hello 7, -1 1.5 9999999999 3');
    expect(tokens.map(({ id }) => id)).toEqual([3]);
  });

  it('writes ids as they are read', () => {
    expect(idTokenizer().decode([101, 7592])).toBe('101 7592');
    expect(idTokenizer().pieceOf(5)).toBe('5');
  });
});
