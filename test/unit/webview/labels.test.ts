import { describe, expect, it } from 'vitest';
import {
  ellipsise,
  groupNeighbours,
  uprightCharacters,
  withoutOverlap,
} from '../../../webview/heatmap/labels';
import { formatShare } from '../../../src/core/analysis/formatShare';
import { formatError } from '../../../webview/text/format';
import { tokenText } from '../../../src/core/text/tokenText';

const byLength = (text: string): number => text.length;

describe('ellipsise', () => {
  it('keeps what fits', () => {
    expect(ellipsise('attention', 9, byLength)).toBe('attention');
  });

  it('cuts to the width', () => {
    expect(ellipsise('attention', 5, byLength)).toBe('atte…');
    expect(ellipsise('attention', 0, byLength)).toBe('…');
  });

  it('cuts no character apart', () => {
    const family = '👩‍👩‍👧';
    expect(ellipsise(`${family}abc`, family.length, byLength)).toBe('…');
    expect(ellipsise(`a${family}`, family.length, byLength)).toBe('a…');
    expect(ellipsise('e\u0301e\u0301e\u0301', 4, byLength)).toBe('e\u0301…');
  });
});

describe('labels', () => {
  it('keeps Chinese, Japanese and Korean upright, and nothing else', () => {
    expect(uprightCharacters('灯塔')).toEqual(['灯', '塔']);
    expect(uprightCharacters('，')).toEqual(['，']);
    expect(uprightCharacters('𠮷')).toEqual(['𠮷']);
    expect(uprightCharacters('BERT模型')).toBeUndefined();
    expect(uprightCharacters('lamp')).toBeUndefined();
  });

  it('drops the less important of two that overlap', () => {
    const wanted = [10, 15, 40, 52].map((centre, token) => ({ token, centre }));
    expect(withoutOverlap(wanted, 13).map(({ token }) => token)).toEqual([0, 2]);
  });

  it('joins neighbours of the query', () => {
    expect(groupNeighbours([5, 3, 4, 9, 9])).toEqual([
      { start: 3, end: 6 },
      { start: 9, end: 10 },
    ]);
    expect(groupNeighbours([])).toEqual([]);
  });
});

describe('text', () => {
  it.each([
    ['lamp', 'lamp'],
    ['', '∅'],
    [' the', '␣the'],
    ['\n', '↵'],
    ['  ', '␣␣'],
    ['a b', 'a b'],
    ['\u202eevil', 'U+202Eevil'],
    ['\u0007', 'U+0007'],
    ['👩‍👧', '👩‍👧'],
  ])('shows token %j', (token, shown) => {
    expect(tokenText(token)).toBe(shown);
  });

  it('shows shares and errors short', () => {
    expect(formatShare(0.036)).toBe('3.6%');
    expect(formatShare(0.42)).toBe('42%');
    expect(formatError(1.23e-6)).toBe('1.2e-6');
    expect(formatError(0)).toBe('0');
  });
});
