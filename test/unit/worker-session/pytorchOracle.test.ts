import { describe, expect, it } from 'vitest';
import { fixtureModel, fixtureNames, fixtureRuns } from '../core-onnx/onnxFixtures';
import { allRows, boundRun, largestDifference } from './boundRun';

describe.each(fixtureNames)('rows of %s', (name) => {
  it.each([...fixtureRuns(name).entries()])('are the weights that PyTorch gives: run %i', async (_, run) => {
    const { bound, refused, checks, tapped } = await boundRun(name, fixtureModel(name), {
      inputs: run.inputs,
    });
    expect(refused).toEqual([]);
    expect(bound.map(({ heads, queries, keys }) => [heads, queries, keys])).toEqual(
      run.blocks.map(({ shape }) => shape),
    );
    expect(Math.max(...checks.map((check) => check.maxAbsError))).toBeLessThan(1e-5);
    run.blocks.forEach(({ weights }, index) => {
      const block = bound[index];
      if (block) expect(largestDifference(allRows(block), weights), `block ${index}`).toBeLessThan(1e-5);
    });
    // What the graph let one guess is what the weights say.
    expect(bound.map(({ kind }) => kind)).toEqual(tapped.blocks.map(({ kind }) => kind));
    for (const { block, heads, keyValueHeads, headSize, scale } of bound) {
      expect({ heads: block.heads ?? heads, keyValueHeads: block.keyValueHeads ?? keyValueHeads }).toEqual({
        heads,
        keyValueHeads,
      });
      expect(block.headSize ?? headSize).toBe(headSize);
      expect(scale).toBeCloseTo(block.scale ?? NaN, 6);
    }
  });
});
