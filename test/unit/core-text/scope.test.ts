import { describe, expect, it } from 'vitest';
import { paragraphAt } from '../../../src/core/text/paragraph';
import { type Scope, scopeSpan } from '../../../src/core/text/scope';
import { sentences } from '../../../src/core/text/sentences';

const cut = (text: string): string[] => sentences(text).map(({ start, end }) => text.slice(start, end));

describe('sentences', () => {
  it.each([
    ['English', ' It was late. Was it?  Yes!\tWell… ', ['It was late.', 'Was it?', 'Yes!', 'Well…']],
    [
      'Chinese',
      '你好。今天天气很好！你去哪儿？我不知道',
      ['你好。', '今天天气很好！', '你去哪儿？', '我不知道'],
    ],
    [
      'numbers and dots',
      'Pi is 3.14 or so, see example.org now. Good.',
      ['Pi is 3.14 or so, see example.org now.', 'Good.'],
    ],
    ['lines', 'Title\nFirst item\r\nSecond item\n\nEnd', ['Title', 'First item', 'Second item', 'End']],
    [
      'wrapped prose',
      'The model looks at every word of the text\r\nand weighs it. Then it goes\non to the next layer of the whole network\nAnd so on.',
      [
        'The model looks at every word of the text\r\nand weighs it.',
        'Then it goes',
        'on to the next layer of the whole network',
        'And so on.',
      ],
    ],
    [
      'code',
      'const x = a ? b : c; if (!x) { return [1]; }\n    y = f(x)\n}',
      ['const x = a ? b : c; if (!x) { return [1]; }', 'y = f(x)', '}'],
    ],
    ['nothing', ' \r\n\t', []],
  ])('cuts %s', (_name, text, expected) => {
    expect(cut(text)).toEqual(expected);
  });

  it('cuts a long line as short ones', () => {
    expect(cut('It was late. 很晚了。'.repeat(500))).toEqual(
      Array.from({ length: 500 }, () => ['It was late.', '很晚了。']).flat(),
    );
  });
});

/** The span between the bars, in the text without them. */
function marked(text: string): { text: string; query: { start: number; end: number } } {
  const start = text.indexOf('|');
  const end = text.indexOf('|', start + 1) - 1;
  return { text: text.replaceAll('|', ''), query: { start, end } };
}

function scoped(textWithBars: string, scope: Scope, maxCharacters?: number): [string, boolean] {
  const { text, query } = marked(textWithBars);
  const span = scopeSpan(text, query, scope, maxCharacters);
  return [text.slice(span.start, span.end), span.cut];
}

describe('paragraphAt', () => {
  it.each([
    ['line feeds', 'one\n\ntwo |x|\nthree\n\nfour', 'two x\nthree'],
    ['Windows line ends', 'one\r\n\r\ntwo |x|\r\nthree\r\n\r\nfour', 'two x\r\nthree'],
    ['old Mac line ends', 'one\r\rtwo |x|\rthree\r\rfour', 'two x\rthree'],
    ['blank lines with blanks', 'one\n \t\ntwo |x|\n\u3000\nfour', 'two x'],
    ['the whole text', 'two |x| three', 'two x three'],
    ['a span over several', 'a\n\nb |c\n\nd| e\n\nf', 'b c\n\nd e'],
  ])('goes by blank lines: %s', (_name, bars, expected) => {
    const { text, query } = marked(bars);
    const span = paragraphAt(text, query);
    expect(text.slice(span.start, span.end)).toBe(expected);
  });

  it('finds far blank lines, and stops at the largest reach', () => {
    const line = 'words and words '.repeat(1000);
    const text = `top\n\n${line}x${line}\n\nend`;
    const at = 5 + line.length;
    expect(paragraphAt(text, { start: at, end: at + 1 })).toEqual({ start: 5, end: 5 + 2 * line.length + 1 });
    expect(paragraphAt(text, { start: at, end: at + 1 }, 100)).toEqual({ start: at - 100, end: at + 101 });
  });
});

describe('scopeSpan', () => {
  const text = 'Top. First one.\n\nIt was late. The |cat| sat. It slept!\r\n\r\nEnd here.\n';

  it('takes the sentence, the paragraph, the document', () => {
    expect(scoped(text, 'sentence')).toEqual(['The cat sat.', false]);
    expect(scoped(text, 'paragraph')).toEqual(['It was late. The cat sat. It slept!', false]);
    expect(scoped(text, 'document')).toEqual([text.replaceAll('|', '').trim(), false]);
  });

  it('takes every sentence that the query touches', () => {
    expect(scoped('One. T|wo. Thr|ee. Four.', 'sentence')).toEqual(['Two. Three.', false]);
  });

  it('cuts a long document at sentences near the query', () => {
    const [around, isCut] = scoped(
      `${'It was late. '.repeat(50)}The |cat| sat.${' It slept!'.repeat(50)}`,
      'document',
      100,
    );
    expect(isCut).toBe(true);
    expect(around).toMatch(/^It was late\. (It was late\. )*The cat sat\.( It slept!)+$/);
    expect(around.length).toBeGreaterThan(60);
    expect(around.length).toBeLessThanOrEqual(100);
  });

  it('cuts a line without sentences where it must, not inside a character', () => {
    for (const max of [50, 51, 52, 53]) {
      const [around, isCut] = scoped(`${'😀'.repeat(100)}|x|${'😀'.repeat(100)}`, 'sentence', max);
      expect(isCut).toBe(true);
      expect(around).not.toMatch(/\p{Surrogate}/u);
      expect(around.length).toBeGreaterThan(40);
      expect(around.length).toBeLessThanOrEqual(max);
    }
  });

  it('keeps a query that is longer than the largest scope', () => {
    expect(scoped('One. |Two three four.| Five.', 'document', 5)).toEqual(['Two three four.', true]);
  });

  it('keeps a query of white space', () => {
    expect(scoped('a\n\n| |\n\nb', 'paragraph')).toEqual([' ', false]);
  });

  it('reads only around the query', () => {
    const long = 'It was late. '.repeat(100_000);
    let read = 0;
    const source = {
      length: long.length,
      slice: (start: number, end: number) => {
        read += end - start;
        return long.slice(start, end);
      },
    };
    for (const scope of ['sentence', 'paragraph', 'document'] as const) {
      read = 0;
      const query = { start: 650_007, end: 650_010 };
      const span = scopeSpan(source, query, scope, 10_000);
      expect(span.start <= query.start && span.end >= query.end).toBe(true);
      expect(read).toBeLessThan(60_000);
    }
  });
});
