import { expect, it } from 'vitest';
import { bar } from '../../../src/core/text/bar';

it('draws shares in eighths of a cell, always as wide as asked', () => {
  expect(bar(0, 4)).toBe('    ');
  expect(bar(1, 4)).toBe('████');
  expect(bar(0.5, 3)).toBe('█▌ ');
  expect(bar(1 / 16, 2)).toBe('▏ ');
  for (let share = -0.5; share <= 1.5; share += 0.01) expect(bar(share, 7)).toHaveLength(7);
});
