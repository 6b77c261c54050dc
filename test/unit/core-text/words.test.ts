import { describe, expect, it } from 'vitest';
import { segments } from '../../../src/core/text/segments';
import { wordAt, words } from '../../../src/core/text/words';
import { wordsOfTokens } from '../../../src/core/text/wordsOfTokens';

const cut = (text: string): string[] => words(text).map(({ start, end }) => text.slice(start, end));

/** The word at the caret, which the bar marks. */
function atCaret(marked: string): string | undefined {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const word = wordAt(text, offset);
  return word && text.slice(word.start, word.end);
}

describe('words', () => {
  it.each([
    [
      'prose',
      "Don’t panic, it's 3.14 (or 1,000).",
      ['Don’t', 'panic', ',', "it's", '3.14', '(', 'or', '1,000', ')', '.'],
    ],
    [
      'identifiers',
      '__init__ snake_case camelCase $scope a$b _$ x2',
      ['__init__', 'snake_case', 'camelCase', '$scope', 'a$b', '_$', 'x2'],
    ],
    [
      'code',
      'self.weights[i]=foo::bar(x)',
      ['self', '.', 'weights', '[', 'i', ']', '=', 'foo', ':', ':', 'bar', '(', 'x', ')'],
    ],
    ['money', 'US $5 or 5$', ['US', '$', '5', 'or', '5', '$']],
    ['Chinese', '我们喜欢猫。', ['我们', '喜欢', '猫', '。']],
    ['both', 'BERT模型', ['BERT', '模型']],
    ['emoji', '👩‍👩‍👧‍👦👍🏽 🇩🇪🇨🇳1️⃣', ['👩‍👩‍👧‍👦', '👍🏽', '🇩🇪', '🇨🇳', '1️⃣']],
    ['accents', 'nai\u0308ve façade', ['nai\u0308ve', 'façade']],
    ['blanks', ' \t\r\n\u3000\u200b', []],
    ['nothing', '', []],
  ])('cuts %s', (_name, text, expected) => {
    expect(cut(text)).toEqual(expected);
  });

  it('cuts a long text as its lines', () => {
    const line = 'The quick brown_fox $jumps over 3.14 lazy dogs. 我们喜欢猫，也喜欢狗。\n';
    const count = 200;
    const perLine = cut(line);
    expect(cut(line.repeat(count))).toEqual(Array.from({ length: count }, () => perLine).flat());
  });

  it('joins any number of dollar signs', () => {
    expect(words('$'.repeat(100_000))).toEqual([{ start: 0, end: 100_000 }]);
    expect(words('a$1'.repeat(30_000))).toEqual([{ start: 0, end: 90_000 }]);
  });

  it('keeps a word that is longer than any window', () => {
    const word = 'x'.repeat(50_000);
    expect(words(`a ${word} b`)).toEqual([
      { start: 0, end: 1 },
      { start: 2, end: 50_002 },
      { start: 50_003, end: 50_004 },
    ]);
  });
});

describe('segments', () => {
  for (const granularity of ['word', 'sentence', 'grapheme'] as const)
    it(`of a long text are those of Intl.Segmenter: ${granularity}`, () => {
      const text = 'One two, three. Four 👩‍👩‍👧‍👦 e\u0301 five!  “Six?” 🇩🇪🇨🇳 seven… '.repeat(60);
      const expected = Array.from(
        new Intl.Segmenter('en', { granularity }).segment(text),
        ({ index, segment }) => [index, index + segment.length],
      );
      expect(Array.from(segments(text, granularity), ({ start, end }) => [start, end])).toEqual(expected);
    });
});

describe('wordAt', () => {
  it.each([
    ['in a word', 'the c|at sat', 'cat'],
    ['at its begin', 'the |cat sat', 'cat'],
    ['at its end', 'the cat| sat', 'cat'],
    ['between a word and punctuation', 'the cat|, sat', 'cat'],
    ['between punctuation and a word', 'f(|x)', 'x'],
    ['on punctuation', 'a |, b', ','],
    ['after punctuation', 'a ,| b', ','],
    ['in white space', 'a | b', undefined],
    ['on an empty line', 'a\n|\nb', undefined],
    ['at the end of a line', 'one\r\ntwo|\r\nthree', 'two'],
    ['at the begin of a line', 'one\r\n|two\r\nthree', 'two'],
    ['at the text’s end', 'the cat|', 'cat'],
    ['in an empty text', '|', undefined],
    ['in an identifier', 'x = my_v|ar$2;', 'my_var$2'],
    ['in Chinese', '我们喜|欢猫', '喜欢'],
    ['between two Chinese words', '我们|喜欢猫', '喜欢'],
    ['inside an emoji', 'a 👩‍👩|‍👧‍👦 b', '👩‍👩‍👧‍👦'],
  ])('%s', (_name, marked, expected) => {
    expect(atCaret(marked)).toBe(expected);
  });

  it('finds a long word whole, in a long line', () => {
    const word = 'x'.repeat(3000);
    const text = `${'lorem ipsum '.repeat(100_000)}${word}${' dolor sit'.repeat(100_000)}`;
    const start = 1_200_000;
    expect(wordAt(text, start + 1500)).toEqual({ start, end: start + 3000 });
    expect(wordAt(text, start + 10)).toEqual({ start, end: start + 3000 });
  });

  it('reads only near the caret', () => {
    let read = 0;
    const text = 'lorem ipsum '.repeat(1000);
    const source = {
      length: text.length,
      slice: (start: number, end: number) => {
        read += end - start;
        return text.slice(start, end);
      },
    };
    expect(wordAt(source, 6006)).toEqual({ start: 6006, end: 6011 });
    expect(read).toBeLessThan(1000);
  });
});

describe('wordsOfTokens', () => {
  const span = (start: number, end: number) => ({ start, end });

  it('gives each token the word that it shares most with', () => {
    const inWords = [span(0, 3), span(4, 8), span(8, 9)];
    const tokens = [
      span(0, 0),
      span(0, 2),
      span(2, 3),
      span(3, 6),
      span(5, 9),
      span(3, 4),
      span(7, 9),
      span(9, 12),
      span(0, 9),
    ];
    expect([...wordsOfTokens(inWords, tokens)]).toEqual([-1, 0, 0, 1, 1, -1, 1, -1, 1]);
  });

  it('takes tokens that share a range, in any order', () => {
    expect([
      ...wordsOfTokens([span(0, 2), span(2, 4)], [span(2, 4), span(2, 4), span(0, 2), span(3, 4)]),
    ]).toEqual([1, 1, 0, 1]);
  });

  it('takes no words', () => {
    expect([...wordsOfTokens([], [span(0, 1)])]).toEqual([-1]);
  });
});
