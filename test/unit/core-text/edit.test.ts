import { describe, expect, it } from 'vitest';
import { moveSpan, stretchSpan, type Edit } from '../../../src/core/text/edit';

/** An edit as it happens to a string. */
function apply(text: string, { offset, removed, inserted }: Edit): string {
  return text.slice(0, offset) + '+'.repeat(inserted) + text.slice(offset + removed);
}

const text = 'one two three';
const span = { start: 4, end: 7 };

describe('moveSpan', () => {
  it('keeps the span on its own characters wherever an edit leaves them alone', () => {
    for (let offset = 0; offset <= text.length; offset++) {
      for (let removed = 0; offset + removed <= text.length; removed++) {
        for (const inserted of [0, 1, 5]) {
          const edit = { offset, removed, inserted };
          const moved = moveSpan(span, edit);
          const reachesIn = offset < span.end && offset + removed > span.start;
          if (reachesIn) expect(moved, JSON.stringify(edit)).toBeUndefined();
          else expect(apply(text, edit).slice(moved?.start, moved?.end), JSON.stringify(edit)).toBe('two');
        }
      }
    }
  });
});

describe('stretchSpan', () => {
  it('takes in what was typed inside', () => {
    expect(stretchSpan(span, { offset: 5, removed: 1, inserted: 4 })).toEqual({ start: 4, end: 10 });
  });

  it('covers what is left and what came in its place when an edit cuts across a border', () => {
    expect(stretchSpan(span, { offset: 2, removed: 4, inserted: 1 })).toEqual({ start: 2, end: 4 });
    expect(stretchSpan(span, { offset: 6, removed: 4, inserted: 0 })).toEqual({ start: 4, end: 6 });
  });

  it('takes nothing in that is typed beside it', () => {
    expect(stretchSpan(span, { offset: 4, removed: 0, inserted: 2 })).toEqual({ start: 6, end: 9 });
    expect(stretchSpan(span, { offset: 7, removed: 0, inserted: 2 })).toEqual(span);
  });
});
