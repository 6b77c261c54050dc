import { describe, expect, it } from 'vitest';
import { isChoice, lookFrom, mainKind, possibleChoice, stepped } from '../../../src/host/choices';
import type { HeadChoice } from '../../../src/protocol/inference';

const within = { queries: 'source', keys: 'source' } as const;
const blocks = [
  { kind: 'self', layer: 0, heads: 3, ...within },
  { kind: 'self', layer: 1, heads: 2, ...within },
] as const;
/** An encoder–decoder; its decoder has more layers than its encoder. */
const translator = [
  ...blocks,
  ...[0, 1, 2].flatMap((layer) => [
    { kind: 'causal', layer, heads: 3, queries: 'target', keys: 'target' } as const,
    { kind: 'cross', layer, heads: 4, queries: 'target', keys: 'source' } as const,
  ]),
];
const self = (layer: HeadChoice['layer'], head: HeadChoice['head']): HeadChoice => ({
  kind: 'self',
  layer,
  head,
});
const cross = (layer: HeadChoice['layer'], head: HeadChoice['head']): HeadChoice => ({
  kind: 'cross',
  layer,
  head,
});

describe('stepped', () => {
  it('goes from an aggregate to the first or the last head', () => {
    expect(stepped(self(0, 'mean'), 'nextHead', blocks)).toEqual(self(0, 0));
    expect(stepped(self(0, 'max'), 'previousHead', blocks)).toEqual(self(0, 2));
  });

  it('wraps around in both directions', () => {
    expect(stepped(self(1, 1), 'nextHead', blocks)).toEqual(self(1, 0));
    expect(stepped(self(1, 0), 'previousHead', blocks)).toEqual(self(1, 1));
    expect(stepped(self(1, 0), 'nextLayer', blocks)).toEqual(self(0, 0));
    expect(stepped(self('mean', 'mean'), 'previousLayer', blocks)).toEqual(self(1, 'mean'));
  });

  it('keeps to the heads that the next layer has', () => {
    expect(stepped(self(0, 2), 'nextLayer', blocks)).toEqual(self(1, 1));
  });

  it('stays among the blocks of its kind', () => {
    expect(stepped(self(1, 0), 'nextLayer', translator)).toEqual(self(0, 0));
    expect(stepped(cross(2, 0), 'nextLayer', translator)).toEqual(cross(0, 0));
    expect(stepped(cross(0, 0), 'previousHead', translator)).toEqual(cross(0, 3));
  });
});

describe('possibleChoice', () => {
  it('takes the mean where the model has no such layer or head', () => {
    expect(possibleChoice(self(7, 1), blocks)).toEqual(self('mean', 1));
    expect(possibleChoice(self(1, 2), blocks)).toEqual(self(1, 'mean'));
    expect(possibleChoice(self(0, 2), blocks)).toEqual(self(0, 2));
  });

  it('takes the main kind where the model has no such attention', () => {
    expect(possibleChoice(cross(0, 1), blocks)).toEqual(self(0, 1));
    expect(possibleChoice(self(2, 0), translator)).toEqual(self('mean', 0));
    expect(possibleChoice(cross(2, 0), translator)).toEqual(cross(2, 0));
  });
});

describe('mainKind', () => {
  it('is cross-attention where there is any', () => {
    expect(mainKind(translator)).toBe('cross');
    expect(mainKind(blocks)).toBe('self');
  });
});

describe('lookFrom', () => {
  it('keeps the wish within one text', () => {
    const wish = lookFrom('source', self(0, 0), 'attendedBy', translator);
    expect(wish).toEqual({ choice: self(0, 0), direction: 'attendedBy', seen: 'source' });
  });

  it('looks between two texts from the side of the query', () => {
    for (const wish of ['attendsTo', 'attendedBy'] as const) {
      expect(lookFrom('target', cross(1, 0), wish, translator)).toEqual({
        choice: cross(1, 0),
        direction: 'attendsTo',
        seen: 'source',
      });
      expect(lookFrom('source', cross(1, 0), wish, translator)).toEqual({
        choice: cross(1, 0),
        direction: 'attendedBy',
        seen: 'target',
      });
    }
  });

  it('goes over to cross-attention where the chosen kind does not read the query’s text', () => {
    expect(lookFrom('target', self(1, 1), 'attendsTo', translator)?.choice).toEqual(cross(1, 1));
    const causal = { kind: 'causal', layer: 2, head: 0 } as const;
    expect(lookFrom('source', causal, 'attendsTo', translator)?.choice).toEqual(cross(2, 0));
  });

  it('takes any kind that reads the text where cross-attention was refused, and none where no block does', () => {
    const refused = translator.filter(({ kind }) => kind !== 'cross');
    expect(lookFrom('target', self(0, 0), 'attendsTo', refused)?.choice.kind).toBe('causal');
    expect(lookFrom('target', self(0, 0), 'attendsTo', blocks)).toBeUndefined();
  });
});

describe('isChoice', () => {
  it('takes what the hover makes and nothing else', () => {
    expect(isChoice(self(0, 3))).toBe(true);
    expect(isChoice(cross('mean', 'max'))).toBe(true);
    for (const other of [
      undefined,
      null,
      'x',
      {},
      { layer: 0, head: 3 },
      { kind: 'self', layer: 0 },
      { kind: 'self', layer: '0', head: 1 },
      { kind: 'self', layer: 0, head: 'min' },
      { kind: 'all', layer: 0, head: 0 },
    ]) {
      expect(isChoice(other)).toBe(false);
    }
  });
});
