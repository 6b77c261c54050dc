import { describe, expect, it } from 'vitest';
import { encodeAround } from '../../../src/core/text/encodeAround';
import { createTokenizer } from '../../../src/core/text/tokenizer/createTokenizer';
import { smallTokenizerJson } from './smallTokenizer';

/** A token for each letter, and two special ones. */
const tokenizer = createTokenizer(
  smallTokenizerJson({
    characters: 'abcdefghijklmnopqrstuvwxyz.猫',
    postProcessor: { type: 'BertProcessing', sep: ['[SEP]', 1], cls: ['[CLS]', 2] },
  }),
);

function cut(textWithBars: string, maxTokens: number): { part: string; cut: boolean; pieces: string } {
  const start = textWithBars.indexOf('|');
  const end = textWithBars.indexOf('|', start + 1) - 1;
  const text = textWithBars.replaceAll('|', '');
  const result = encodeAround(tokenizer, text, { start, end }, { maxTokens, model: 'small' });
  const { tokens } = result.encoding;
  expect(tokens.length).toBeLessThanOrEqual(maxTokens);
  return {
    part: text.slice(result.analysed.start, result.analysed.end),
    cut: result.cut,
    // Read at their ranges in the whole text.
    pieces: tokens.map((token) => (token.special ? '/' : text.slice(token.start, token.end))).join(''),
  };
}

describe('encodeAround', () => {
  it('leaves a text that fits', () => {
    expect(cut(' Ab. |cd| ', 7)).toEqual({ part: ' Ab. cd ', cut: false, pieces: '/Ab.cd/' });
  });

  it('grows by whole sentences around the query', () => {
    const text = 'Aaa. Bbb. Cc |d|. Eee. Fff.';
    expect(cut(text, 100).cut).toBe(false);
    expect(cut(text, 20)).toEqual({ part: 'Bbb. Cc d. Eee. Fff.', cut: true, pieces: '/Bbb.Ccd.Eee.Fff./' });
    expect(cut(text, 14)).toEqual({ part: 'Bbb. Cc d. Eee.', cut: true, pieces: '/Bbb.Ccd.Eee./' });
    expect(cut(text, 13)).toEqual({ part: 'Cc d. Eee.', cut: true, pieces: '/Ccd.Eee./' });
    expect(cut(text, 6)).toEqual({ part: 'Cc d.', cut: true, pieces: '/Ccd./' });
  });

  it('takes the other side where one side has no more, or its next sentence is too long', () => {
    expect(cut('|A|. Bb. Cc. Dddddddddd. Ee.', 10)).toEqual({
      part: 'A. Bb. Cc.',
      cut: true,
      pieces: '/A.Bb.Cc./',
    });
    expect(cut('Aaaaaaaaaaaaaaa. Bb. |C|. Dd. Ee. Ff.', 12)).toEqual({
      part: 'Bb. C. Dd.',
      cut: true,
      pieces: '/Bb.C.Dd./',
    });
    expect(cut('Aaaaaaaaaaaaaaa. |C|. Dd. Ee. Ff.', 10)).toEqual({
      part: 'C. Dd. Ee.',
      cut: true,
      pieces: '/C.Dd.Ee./',
    });
  });

  it('goes by words where the sentence is too long, by tokens where the word is', () => {
    expect(cut('aa bb cc |dd| ee ff gg', 8)).toEqual({ part: 'cc dd ee', cut: true, pieces: '/ccddee/' });
    expect(cut('aa bb cc |dd| ee ff gg', 7)).toEqual({ part: 'cc dd', cut: true, pieces: '/ccdd/' });
    expect(cut('abcdefg|hi|jklmnop', 6)).toEqual({ part: 'ghij', cut: true, pieces: '/ghij/' });
  });

  it('keeps the query’s blanks and dropped characters inside', () => {
    expect(cut('aa bb\u200b |\u200b| cc dd', 6).part).toContain('\u200b');
  });

  it('refuses a query that is longer than the model', () => {
    expect(() => cut('a |b c d| e', 4)).toThrow(
      expect.objectContaining({ code: 'text-query-too-long', params: { limit: 4, model: 'small' } }) as Error,
    );
    expect(cut('a |b c d| e', 5).pieces).toBe('/bcd/');
  });

  it('encodes only near the query', () => {
    let encoded = 0;
    const counting = {
      ...tokenizer,
      vocabularySize: tokenizer.vocabularySize,
      maxLength: undefined,
      encode: (text: string) => {
        encoded += text.length;
        return tokenizer.encode(text);
      },
    };
    const text = 'Aaa bb. '.repeat(100_000);
    const around = { start: 400_000, end: 400_003 };
    const { encoding, analysed } = encodeAround(counting, text, around, { maxTokens: 64, model: 'small' });
    expect(encoded).toBeLessThan(10_000);
    expect(encoding.tokens.length).toBeGreaterThan(50);
    expect(
      encoding.tokens.filter((token) => token.start >= around.start && token.end <= around.end),
    ).toHaveLength(3);
    expect(text.slice(analysed.start, analysed.end)).toMatch(/^Aaa bb\.( Aaa bb\.)*$/);
  });

  it('looks further where most of the text makes no tokens', () => {
    const blank = ' '.repeat(3000);
    expect(cut(`aa${blank}|b|${blank}cc`, 64)).toEqual({
      part: `aa${blank}b${blank}cc`,
      cut: false,
      pieces: '/aabcc/',
    });
  });
});
