import { describe, expect, it } from 'vitest';
import { findWord } from '../../../src/headless/findWord';

function at(text: string, word: string, occurrence = 1): number {
  return findWord(text, word, occurrence).start;
}

describe('a word in a text', () => {
  it('is found as a whole word before it is found inside another', () => {
    expect(at('sit with it, it', 'it')).toBe(9);
    expect(at('sit with it, it', 'it', 2)).toBe(13);
  });

  it('is found inside others where it is nowhere whole', () => {
    expect(at('bitter with', 'it')).toBe(1);
    expect(at('bitter with', 'it', 2)).toBe(8);
  });

  it('is found in Chinese by its words', () => {
    const text = '其他人说，他走了。';
    expect(at(text, '他')).toBe(5);
  });

  it('may be several words, or half of an identifier', () => {
    expect(at('a the cat, the cat', 'the cat', 2)).toBe(11);
    expect(at('const maxTokens = tokens', 'Tokens')).toBe(9);
  });

  it('counts in UTF-16 units', () => {
    expect(at('😀 it', 'it')).toBe(3);
  });

  it('is refused where it is empty', () => {
    expect(() => findWord('sit with it', '', 1)).toThrow(expect.objectContaining({ code: 'word-empty' }));
  });

  it('is refused where it is not', () => {
    for (const [word, occurrence] of [
      ['dog', 1],
      ['it', 3],
    ] as const) {
      expect(() => findWord('sit with it, it', word, occurrence)).toThrow(
        expect.objectContaining({ code: 'word-not-found', params: { word, occurrence } }),
      );
    }
  });
});
