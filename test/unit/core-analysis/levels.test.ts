import { expect, it } from 'vitest';
import { weightLevels } from '../../../src/core/analysis/levels';

const all = (): boolean => true;

it('gives the strongest token the last level and the others theirs in proportion', () => {
  expect([...weightLevels([0.4, 0.2, 0.04, 0], all, 0, 10)]).toEqual([10, 5, 1, 0]);
});

it('measures by the strongest token that is shown', () => {
  const shown = (token: number): boolean => token > 0;
  expect([...weightLevels([0.9, 0.02, 0.01], shown, 0, 10)]).toEqual([0, 10, 5]);
});

it('leaves out what is below the threshold', () => {
  expect([...weightLevels([1, 0.3, 0.29], all, 0.3, 10)]).toEqual([10, 3, 0]);
});

it('paints nothing for a row of zeros', () => {
  expect([...weightLevels([0, 0], all, 0, 10)]).toEqual([0, 0]);
});
