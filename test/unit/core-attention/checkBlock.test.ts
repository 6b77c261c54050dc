import { describe, expect, it } from 'vitest';
import { bindBlock } from '../../../src/core/attention/bindBlock';
import { bindBlocks } from '../../../src/core/attention/bindBlocks';
import { checkBlock } from '../../../src/core/attention/checkBlock';
import type { Tensor } from '../../../src/core/onnx/graph/tensor';
import { plainBlock, plainTensors } from './randomBlock';

const sizes = { heads: 4, queries: 30, keys: 30, headSize: 8, valueSize: 8 };

describe('the self-check', () => {
  it('passes a block that is computed as the graph does, over all rows', () => {
    const check = checkBlock(bindBlock(plainBlock(), plainTensors(sizes)));
    expect(check).toMatchObject({ passed: true, checked: 120, rows: 120 });
    expect(check.maxAbsError).toBeLessThan(1e-6);
    expect(check.largest).toBeGreaterThan(0.5);
  });

  it('looks at a sample where all rows are too much work, and still at every head', () => {
    const tensors = plainTensors(sizes);
    const check = checkBlock(bindBlock(plainBlock(), tensors), 1);
    expect(check.checked).toBe(8);
    const context = tensors.get('c');
    for (let head = 0; head < sizes.heads; head++) {
      const broken = Float32Array.from(context?.data as Float32Array);
      const each = broken.length / sizes.heads;
      for (let at = head * each; at < (head + 1) * each; at++) broken[at] = (broken[at] ?? 0) + 0.1;
      const wrong = new Map(tensors).set('c', { type: 'float32', dims: context?.dims ?? [], data: broken });
      expect(checkBlock(bindBlock(plainBlock(), wrong), 1).passed).toBe(false);
    }
  });

  it('fails where the context is no number and the recomputed one is', () => {
    const tensors = plainTensors(sizes);
    (tensors.get('c')?.data as Float32Array).fill(NaN);
    expect(checkBlock(bindBlock(plainBlock(), tensors))).toMatchObject({
      passed: false,
      maxAbsError: Infinity,
    });
  });

  it('keeps a block that fails from being shown, and numbers the others', () => {
    const tensors = plainTensors(sizes);
    const scaled = plainBlock({
      node: 'scaled',
      program: [{ op: 'Mul', operand: { constant: 1.5 }, rowFirst: true }],
    });
    const blocks = [plainBlock(), scaled, plainBlock({ kind: 'cross' }), plainBlock({ layer: 2 })];
    const { bound, layers, refused, checks } = bindBlocks(blocks, tensors);
    expect(bound).toHaveLength(3);
    expect(checks).toHaveLength(3);
    expect(layers).toEqual([0, 0, 1]);
    expect(refused).toEqual([
      {
        node: 'scaled',
        reason: { code: 'self-check', params: { error: expect.stringMatching(/^0\.\d+$/) as string } },
      },
    ]);
  });

  it('sees heads in another order', () => {
    const tensors = plainTensors(sizes);
    const swapped = Float32Array.from(tensors.get('q')?.data as Float32Array);
    const each = swapped.length / sizes.heads;
    swapped.copyWithin(0, each, 2 * each);
    const q: Tensor = { type: 'float32', dims: [1, 4, 30, 8], data: swapped };
    expect(checkBlock(bindBlock(plainBlock(), new Map(tensors).set('q', q))).passed).toBe(false);
  });
});
