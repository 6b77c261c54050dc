import { describe, expect, it } from 'vitest';
import { fixtureModel, fixtureNames, fixtureRuns, type OracleRun } from '../core-onnx/onnxFixtures';
import { allRows, boundRuns, largestDifference, type BoundRun } from './boundRun';

describe.each(fixtureNames)('rows of %s', (name) => {
  it('are the weights that PyTorch gives, in every run', async () => {
    const oracle = fixtureRuns(name);
    const runs = await boundRuns(name, fixtureModel(name), oracle);
    for (const [index, expected] of oracle.entries()) {
      const run = runs[index];
      if (run) compare(run, expected);
    }
    expect(runs).toHaveLength(oracle.length);
  });
});

function compare({ bound, refused, checks, tapped }: BoundRun, { blocks }: OracleRun): void {
  expect(refused).toEqual([]);
  expect(bound.map(({ heads, queries, keys }) => [heads, queries, keys])).toEqual(
    blocks.map(({ shape }) => shape),
  );
  expect(Math.max(...checks.map((check) => check.maxAbsError))).toBeLessThan(1e-5);
  for (const [index, block] of bound.entries()) {
    expect(largestDifference(allRows(block), blocks[index]?.weights ?? [])).toBeLessThan(1e-5);
  }
  // What the graph lets one guess is what the run says.
  expect(bound.map(({ kind }) => kind)).toEqual(tapped.blocks.map(({ kind }) => kind));
  for (const { block, heads, keyValueHeads, headSize, scale } of bound) {
    expect([block.heads ?? heads, block.keyValueHeads ?? keyValueHeads]).toEqual([heads, keyValueHeads]);
    expect(block.headSize ?? headSize).toBe(headSize);
    expect(scale).toBeCloseTo(block.scale ?? NaN, 6);
  }
}
