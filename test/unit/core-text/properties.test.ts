import { describe, expect, it } from 'vitest';
import { cutToTokens } from '../../../src/core/text/cutToTokens';
import { drawnSpan } from '../../../src/core/text/drawnSpan';
import { encodeAround } from '../../../src/core/text/encodeAround';
import { scopeSpan } from '../../../src/core/text/scope';
import { sentences } from '../../../src/core/text/sentences';
import type { Span } from '../../../src/core/text/span';
import { createTokenizer } from '../../../src/core/text/tokenizer/createTokenizer';
import { wordAt, words } from '../../../src/core/text/words';
import { wordsOfTokens } from '../../../src/core/text/wordsOfTokens';
import { generateStrings, seededRandom } from '../../fixtures/text/generateStrings';
import { addedToken, smallTokenizerJson } from './smallTokenizer';

const tokenizer = createTokenizer(
  smallTokenizerJson({
    characters: 'abcdefghijklmnopqrstuvwxyz0123456789.,!?()[]{};=我爱猫σς한국어',
    addedTokens: [addedToken('[MASK]', { special: true })],
    postProcessor: { type: 'BertProcessing', sep: ['[SEP]', 1], cls: ['[CLS]', 2] },
  }),
);
const texts = generateStrings(400, 21);

function expectOrdered(text: string, spans: readonly Span[]): void {
  let end = 0;
  for (const span of spans) {
    expect(span.start).toBeGreaterThanOrEqual(end);
    expect(span.end).toBeGreaterThan(span.start);
    end = span.end;
  }
  expect(end).toBeLessThanOrEqual(text.length);
}

/** What lies in none of the spans. */
function outside(text: string, spans: readonly Span[]): string {
  let rest = '';
  let end = 0;
  for (const span of spans) {
    rest += text.slice(end, span.start);
    end = span.end;
  }
  return rest + text.slice(end);
}

describe('on strings of every kind', () => {
  it('tokens are in order, non-empty but for the template’s, and inside the text', () => {
    for (const text of texts) {
      const { tokens, typeIds } = tokenizer.encode(text);
      expect(typeIds).toHaveLength(tokens.length);
      expect(tokens.filter((token) => token.special).map(({ start, end }) => [start, end])).toEqual([
        [0, 0],
        [0, 0],
      ]);
      expect(tokens.every((token) => token.id < tokenizer.vocabularySize)).toBe(true);
      let start = 0;
      for (const token of tokens.slice(1, -1)) {
        expect(token.start).toBeGreaterThanOrEqual(start);
        expect(token.end).toBeGreaterThan(token.start);
        expect(token.end).toBeLessThanOrEqual(text.length);
        start = token.start;
      }
    }
  });

  it('words are disjoint, in order, and cover all that can be seen', () => {
    for (const text of texts) {
      const found = words(text);
      expectOrdered(text, found);
      expect(outside(text, found)).toMatch(/^[\s\p{Cc}\p{Cf}]*$/u);
    }
  });

  it('a caret inside a word finds a word that touches it', () => {
    for (const text of texts)
      for (const { start, end } of words(text)) {
        const found = wordAt(text, (start + end) >> 1);
        expect(found && found.start <= (start + end) >> 1 && found.end >= (start + end) >> 1).toBe(true);
      }
  });

  it('each token goes to the word that shares most with it', () => {
    for (const text of texts) {
      const [all, { tokens }] = [words(text), tokenizer.encode(text)];
      const shared = (word: Span | undefined, token: Span): number =>
        word ? Math.max(0, Math.min(word.end, token.end) - Math.max(word.start, token.start)) : 0;
      [...wordsOfTokens(all, tokens)].forEach((word, index) => {
        const token = tokens[index] ?? { start: 0, end: 0 };
        const best = Math.max(0, ...all.map((candidate) => shared(candidate, token)));
        expect(shared(all[word], token)).toBe(best);
      });
    }
  });

  it('sentences are disjoint, in order, and cover all but white space', () => {
    for (const text of texts) {
      const found = sentences(text);
      expectOrdered(text, found);
      expect(outside(text, found).trim()).toBe('');
      for (const { start, end } of found) expect(text.slice(start, end).trim()).toBe(text.slice(start, end));
    }
  });

  it('scopes contain the query, and the larger one the smaller', () => {
    const random = seededRandom(5);
    for (const text of texts) {
      const query = anySpan(text, random);
      const sentence = scopeSpan(text, query, 'sentence');
      const paragraph = scopeSpan(text, query, 'paragraph');
      const document = scopeSpan(text, query, 'document');
      for (const [inner, outer] of [
        [query, sentence],
        [sentence, paragraph],
        [paragraph, document],
      ] as const) {
        expect(outer.start).toBeLessThanOrEqual(inner.start);
        expect(outer.end).toBeGreaterThanOrEqual(inner.end);
      }
    }
  });

  it('a cut contains the query and fits, and its tokens lie inside it', () => {
    const random = seededRandom(6);
    let cuts = 0;
    for (const text of texts) {
      const query = anySpan(text, random, 3);
      const inQuery = tokenizer.encode(text.slice(query.start, query.end)).tokens.length;
      const limit = { maxTokens: Math.max(16, inQuery + 8), model: 'm' };
      const { encoding, analysed, cut } = encodeAround(tokenizer, text, query, limit);
      expect(encoding.tokens.length).toBeLessThanOrEqual(limit.maxTokens);
      expect(analysed.start <= query.start && analysed.end >= query.end).toBe(true);
      expect(cut).toBe(tokenizer.encode(text).tokens.length > limit.maxTokens);
      for (const token of encoding.tokens) {
        if (token.special) continue;
        expect(token.start >= analysed.start && token.end <= analysed.end).toBe(true);
      }
      if (cut) cuts++;
    }
    expect(cuts).toBeGreaterThan(50);
  });

  it('drawn spans are whole grapheme clusters', () => {
    const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
    for (const text of texts) {
      const borders = new Set(Array.from(segmenter.segment(text), ({ index }) => index));
      borders.add(text.length);
      for (const token of tokenizer.encode(text).tokens) {
        const drawn = drawnSpan(text, token);
        if (token.special) expect(drawn).toEqual({ start: 0, end: 0 });
        else {
          expect(borders.has(drawn.end)).toBe(true);
          expect(drawn.end).toBeGreaterThan(drawn.start);
          expect(borders.has(drawn.start)).toBe(true);
        }
      }
    }
  });

  it('an encoding that fits is not cut', () => {
    for (const text of texts.slice(0, 50)) {
      const encoding = tokenizer.encode(text);
      const limit = { maxTokens: encoding.tokens.length, model: 'm' };
      expect(cutToTokens(text, encoding, { start: 0, end: 0 }, limit)).toEqual({
        start: 0,
        end: text.length,
        cut: false,
      });
    }
  });
});

function anySpan(text: string, random: () => number, longest = 10): Span {
  const start = Math.floor(random() * text.length);
  return { start, end: Math.min(text.length, start + 1 + Math.floor(random() * longest)) };
}
