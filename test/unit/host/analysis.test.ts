import { describe, expect, it } from 'vitest';
import type * as vscode from 'vscode';
import { queryAt, sameTokens, sideText, tokensSpan } from '../../../src/host/analysis';

// SAFETY: nothing here looks into the address.
const uri = { scheme: 'file' } as unknown as vscode.Uri;
const tokens = [
  { id: 1, text: '[CLS]', start: 0, end: 0, special: true },
  { id: 2, text: 'cat', start: 0, end: 3, special: false },
  { id: 3, text: '##s', start: 3, end: 4, special: false },
  { id: 4, text: '!', start: 5, end: 6, special: false },
];

describe('sideText', () => {
  const text = sideText(uri, 'cats !', 100, tokens);

  it('moves the tokens to where the text lies', () => {
    expect(text.range).toEqual({ start: 100, end: 106 });
    expect(text.spans).toEqual([
      undefined,
      { start: 100, end: 103 },
      { start: 103, end: 104 },
      { start: 105, end: 106 },
    ]);
  });

  it('draws a token without the blank before it', () => {
    const bytePair = [{ id: 1, text: 'Ġcats', start: 3, end: 8, special: false }];
    expect(sideText(uri, 'two cats', 10, bytePair).spans).toEqual([{ start: 14, end: 18 }]);
  });

  it('finds the tokens that a span touches', () => {
    expect(queryAt({ start: 100, end: 104 }, 'target', text)).toMatchObject({
      side: 'target',
      tokens: [1, 2],
    });
    expect(queryAt({ start: 104, end: 105 }, 'target', text)).toBeUndefined();
    expect(tokensSpan([1, 2], text.spans)).toEqual({ start: 100, end: 104 });
    expect(tokensSpan([0], text.spans)).toBeUndefined();
  });
});

describe('sameTokens', () => {
  it('tells equal tokens of two texts apart', () => {
    const query = { side: 'source', span: { start: 0, end: 3 }, tokens: [1] } as const;
    expect(sameTokens(query, { ...query, span: { start: 1, end: 2 } })).toBe(true);
    expect(sameTokens(query, { ...query, side: 'target' })).toBe(false);
    expect(sameTokens(query, { ...query, tokens: [1, 2] })).toBe(false);
  });
});
