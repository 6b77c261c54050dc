import { describe, expect, it } from 'vitest';
import { drawnSpan } from '../../../src/core/text/drawnSpan';

const drawn = (text: string, start: number, end: number): string => {
  const span = drawnSpan(text, { start, end });
  return text.slice(span.start, span.end);
};

describe('drawnSpan', () => {
  it.each([
    ['a plain word', 'the cat', 4, 7, 'cat'],
    ['a leading blank', 'the cat', 3, 7, 'cat'],
    ['leading line ends', 'a\r\n\t b', 1, 6, 'b'],
    ['nothing but blanks', 'a  b', 1, 3, '  '],
    ['half of a surrogate pair', 'a😀b', 1, 2, '😀'],
    ['the other half', 'a😀b', 2, 3, '😀'],
    ['one of a family', 'a👩‍👩‍👧‍👦b', 4, 6, '👩‍👩‍👧‍👦'],
    ['a skin tone', '👍🏽', 0, 2, '👍🏽'],
    ['the second flag', '🇩🇪🇨🇳', 4, 6, '🇨🇳'],
    ['a letter without its mark', 'cafe\u0301s', 3, 4, 'e\u0301'],
    ['a mark without its letter', 'cafe\u0301s', 4, 5, 'e\u0301'],
    ['half of CRLF', 'a\r\nb', 1, 2, '\r\n'],
    ['the other half of CRLF', 'a\r\nb', 2, 4, 'b'],
    ['a blank with a mark', 'a \u0301b', 1, 4, ' \u0301b'],
    ['an empty span', 'abc', 1, 1, ''],
  ])('widens %s', (_name, text, start, end, expected) => {
    expect(drawn(text, start, end)).toBe(expected);
  });

  it('counts flags from where they begin, behind a long text', () => {
    const before = '我爱猫'.repeat(300);
    expect(drawn(`${before} ${'🇩🇪'.repeat(20)}`, 901 + 38, 901 + 40)).toBe('🇩🇪');
  });
});
