import { expect, it } from 'vitest';
import { formatWeight } from '../../../src/core/analysis/formatWeight';

it('never shows a weight that is there as 0', () => {
  expect(formatWeight(0.2144)).toBe('0.214');
  expect(formatWeight(0.0005)).toBe('0.001');
  expect(formatWeight(0.0004)).toBe('<0.001');
  expect(formatWeight(0)).toBe('0.000');
});
