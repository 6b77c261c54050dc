import { describe, expect, it } from 'vitest';
import type { BoundBlock } from '../../../src/core/attention/boundBlock';
import {
  fixtureModel,
  fixtureRuns,
  fusedNames,
  hasSharedModels,
  sharedModel,
} from '../core-onnx/onnxFixtures';
import { readModel } from '../../../src/core/onnx/file/readModel';
import { allRows, boundRun, boundRuns, largestDifference } from './boundRun';
import { changedRow, checkPart, type ModelRow } from './modelsPage';

/** What the page of supported models says. */
const rows: ModelRow[] = [];

describe.each(fusedNames)('rows of %s', (name) => {
  it('are the weights that PyTorch gives, in every run', async () => {
    const oracle = fixtureRuns(name);
    const model = fixtureModel(name);
    const runs = await boundRuns(name, model, oracle);
    let largest = 0;
    for (const [index, { bound: found, refused, checks, tapped, layers }] of runs.entries()) {
      const bound = inOrder(found, layers);
      const blocks = oracle[index]?.blocks ?? [];
      expect(refused).toEqual([]);
      expect(bound.map(({ heads, queries, keys }) => [heads, queries, keys])).toEqual(
        blocks.map(({ shape }) => shape),
      );
      for (const [at, block] of bound.entries()) {
        const difference = largestDifference(allRows(block), blocks[at]?.weights ?? []);
        expect(difference).toBeLessThan(1e-5);
        largest = Math.max(largest, difference);
      }
      expect(Math.max(...checks.map((check) => check.maxAbsError))).toBeLessThan(1e-5);
      expect(found.map(({ kind }) => kind)).toEqual(tapped.blocks.map(({ kind }) => kind));
    }
    expect(runs).toHaveLength(oracle.length);
    const { nodes } = readModel(name, model).graph;
    const operators = nodes.filter(({ opType }) => opType.endsWith('Attention'));
    const form = new Set(operators.map(({ domain, opType }) => `${domain}.${opType}`.replace(/^\./, '')));
    const sizes = runs[0]?.bound ?? [];
    rows.push(changedRow(name.replace('fused/', ''), model, [...form].join(', '), sizes, largest));
  });
});

describe('docs/models.md', () => {
  it('lists what was measured', async ({ skip }) => {
    skip(rows.length < fusedNames.length, 'needs the run of every model');
    await checkPart('Fused operators', rows);
  });
});

describe.skipIf(!hasSharedModels)('models of other products (needs ../shared/models)', () => {
  it('MultiHeadAttention with a mask of keys', async () => {
    const model = sharedModel('ort/attention_mha.onnx');
    const values = Array.from({ length: 48 }, (_, index) => 2 * Math.sin(7 * index + 1));
    const inputs = { input_1: values, input_2: values.map((value) => value * value), input_mask: [1, 1, 0] };
    const { bound, refused, checks } = await boundRun('mha', model, { inputs });
    expect(refused).toEqual([]);
    expect(bound.map(({ heads, headSize, scale }) => [heads, headSize, scale])).toEqual([
      [2, 8, expect.closeTo(1 / Math.sqrt(8), 6)],
    ]);
    expect(checks[0]?.maxAbsError).toBeLessThan(1e-5);
    const [block] = bound;
    const rows = block ? [...allRows(block)] : [];
    expect(rows.filter((_, index) => index % 3 === 2)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('Attention of GPT-2 with an empty cache', async () => {
    const model = sharedModel('genai/tiny-random-gpt2-fp32/past.onnx');
    const { bound, refused, checks } = await boundRun('gpt2', model, { ids: [7, 3, 11, 2, 5], inputs: {} });
    expect(refused).toEqual([]);
    expect(bound.map(({ kind, heads, queries, keys }) => [kind, heads, queries, keys])).toEqual(
      Array.from({ length: 5 }, () => ['causal', 4, 5, 5]),
    );
    expect(Math.max(...checks.map((check) => check.maxAbsError))).toBeLessThan(1e-6);
  });
});

/** Encoder, then each layer of the decoder: an optimiser's graph begins the decoder as soon as it can. */
function inOrder(bound: readonly BoundBlock[], layers: readonly number[]): readonly BoundBlock[] {
  const place = (block: BoundBlock): number =>
    ['self', 'causal', 'cross'].indexOf(block.kind) > 0 ? 100 + 2 * (layers[bound.indexOf(block)] ?? 0) : 0;
  const turn = (block: BoundBlock): number => place(block) + (block.kind === 'cross' ? 1 : 0);
  return [...bound].sort((one, other) => turn(one) - turn(other));
}
