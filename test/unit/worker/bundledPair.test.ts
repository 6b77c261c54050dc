import { expect, it } from 'vitest';
import { bundledModel, pyTorchPairs } from './bundledModel';
import { largestDifference } from './closeTo';
import { openService } from './openService';

it.each(pyTorchPairs())(
  'computes the weights that PyTorch computes for a sentence pair: $text $second',
  async ({ ids, segments, shape, weights }) => {
    const ask = openService();
    const { model } = await ask.open({ files: bundledModel(), threads: 1, memory: 0 });
    const { run, blocks } = await ask.runIds({ model, ids, inputs: { token_type_ids: segments } });
    expect(segments).toContain(1);
    expect(blocks).toHaveLength(shape[0]);
    for (const block of blocks.keys()) {
      const answer = await ask.blockWeights({ run, block });
      expect(answer.shape).toEqual(shape.slice(1));
      const size = answer.weights.length;
      const expected = weights.subarray(block * size, (block + 1) * size);
      expect(largestDifference(answer.weights, expected)).toBeLessThan(1e-4);
    }
  },
  60_000,
);
