import { describe, expect, it } from 'vitest';
import type { AttentionBlock } from '../../../src/core/onnx/blocks/block';
import { fixtureModel, gzippedJson, type OracleBlock, type OracleRun } from '../core-onnx/onnxFixtures';
import { findBlocks } from '../../../src/core/onnx/blocks/findBlocks';
import { readModel } from '../../../src/core/onnx/file/readModel';
import { reasonSentence } from '../../../src/core/sentences';
import { engines } from './engineForTests';
import { allRows, boundRuns, largestDifference, type BoundRun } from './boundRun';
import { changedRow, checkPart, type ModelRow } from './modelsPage';

/** What the page of supported models says. */
const rows: ModelRow[] = [];

/** Rows by native ONNX Runtime, or PyTorch: test/fixtures/onnx/generateQuantised.py. */
interface QuantisedRun extends OracleRun {
  readonly blocks: readonly (OracleBlock & {
    /** What multiplies the values, where that is not the softmax itself. */
    readonly applied?: readonly number[];
  })[];
}

function runsOf(name: string): readonly QuantisedRun[] {
  // SAFETY: written by that script in this form.
  return (gzippedJson(`quantised/${name}.json.gz`) as { runs: readonly QuantisedRun[] }).runs;
}

const rounds = ({ program, after }: AttentionBlock): boolean =>
  [...program, ...after].some(({ op }) => op === 'Quantise');

/** How far rows may be from the oracle's, with the reason where that is more than 1e-5. */
const forms: readonly [name: string, tolerance: number][] = [
  ['bert-dynamic', 1e-5],
  ['bert-dynamic-optimised', 1e-5],
  ['bert-dynamic-all', 1e-5],
  ['gpt2-dynamic', 1e-5],
  ['llama-dynamic-all', 1e-5],
  ['t5-dynamic-all', 1e-5],
  ['bert-qdq', 1e-5],
  ['bert-qdq-signed', 1e-5],
  ['gpt2-qdq', 1e-5],
  // Activations of 16 bits: native and wasm now and then round one to neighbouring numbers.
  ['t5-qdq-16bits', 1e-3],
  ['llama-4bits', 1e-5],
  ['bert-4bits-zero-points', 1e-5],
  ['llama-8bits', 1e-5],
  // PyTorch has no halves in it.
  ['bert-float16', 1e-3],
  ['gpt2-float16', 1e-3],
  ['llama-float16', 1e-3],
  ['t5-float16', 1e-3],
  // Scores of some 20 in halves, which native and wasm round at different places.
  ['bert-4bits-float16', 1e-2],
];

describe.each(forms)('rows of %s', (name, tolerance) => {
  it(`are what multiplies the values, within ${tolerance}`, async () => {
    const oracle = runsOf(name);
    const model = fixtureModel(`quantised/${name}`);
    const runs = await boundRuns(name, model, oracle);
    for (const [index, run] of runs.entries()) {
      const expected = oracle[index];
      if (expected) compare(name, run, expected, tolerance);
    }
    expect(runs).toHaveLength(oracle.length);
    const differences = runs.flatMap(({ bound }, index) => differencesOf(bound, oracle[index]?.blocks ?? []));
    const row = changedRow(name, model, formOf(name), runs[0]?.bound ?? [], Math.max(...differences));
    rows.push({ ...row, limit: tolerance });
  });
});

/** The words of a fixture's name behind the architecture. */
function formOf(name: string): string {
  const words = name.slice(name.indexOf('-') + 1).replace(/(\d+)bits/, '$1 bits');
  return words.replaceAll('-', ' ').replace('qdq', 'QDQ').replace('qoperator', 'QOperator');
}

function differencesOf(bound: BoundRun['bound'], blocks: QuantisedRun['blocks']): readonly number[] {
  return bound.map((block, index) => {
    const { weights = [], applied } = blocks[index] ?? {};
    return largestDifference(allRows(block), applied ?? weights);
  });
}

function compare(
  name: string,
  { bound, refused, checks, tapped }: BoundRun,
  { blocks }: QuantisedRun,
  tolerance: number,
): void {
  expect(refused).toEqual([]);
  expect(bound.map(({ heads, queries, keys }) => [heads, queries, keys])).toEqual(
    blocks.map(({ shape }) => shape),
  );
  for (const [index, { block, scale, ...own }] of bound.entries()) {
    const { weights = [], applied } = blocks[index] ?? {};
    expect(largestDifference(allRows({ block, scale, ...own }), applied ?? weights)).toBeLessThan(tolerance);
    // Rounded weights are within half a step, 1 / 255 at most, of the softmax where they are not cut off.
    if (applied) expect(rounds(block)).toBe(true);
    // In each of these models something scales, before or after the product.
    expect(scale).toBeCloseTo(name.startsWith('t5') ? 1 : 0.5, 3);
    expect(block.scale ?? scale).toBeCloseTo(scale ?? NaN, 3);
  }
  expect(tapped.rounds).toBe(tapped.blocks.some(rounds));
  const isHalf = bound.some(({ precision }) => precision === 'float16');
  const largest = Math.max(...checks.map((check) => check.maxAbsError));
  expect(largest).toBeLessThan(isHalf ? 5e-3 : 1e-5);
  expect(bound.map(({ kind }) => kind)).toEqual(tapped.blocks.map(({ kind }) => kind));
}

const unread: readonly [name: string, code: string, op: string][] = [
  ['bert-dynamic-all-optimised', 'scores-operator', 'com.microsoft.DynamicQuantizeMatMul'],
  ['bert-qoperator', 'other-operator', 'com.microsoft.QLinearSoftmax'],
  ['bert-qoperator-products', 'scores-operator', 'QLinearMatMul'],
];

describe.each(engines)('on the %s engine', (_, engine) => {
  it.skipIf(!engine).each([
    // Fused, its softmax would be one of integers, off by several steps.
    ['bert-qdq', 1e-5],
    ['bert-dynamic-all', 1e-5],
    ['t5-float16', 1e-3],
  ])('rows are the same: %s', async (name, tolerance) => {
    const oracle = runsOf(name);
    const runs = await boundRuns(name, fixtureModel(`quantised/${name}`), oracle, {}, engine?.());
    for (const [index, { bound, refused }] of runs.entries()) {
      expect(refused).toEqual([]);
      expect(Math.max(...differencesOf(bound, oracle[index]?.blocks ?? []))).toBeLessThan(tolerance);
    }
  });
});

describe('a quantised form that is not read', () => {
  it.each(unread)('is refused by name: %s', async (name, code, op) => {
    await expect(boundRuns(name, fixtureModel(`quantised/${name}`), [])).rejects.toMatchObject({
      code: 'model-refused',
      params: { reason: { code, params: { op } } },
    });
  });
});

describe('docs/models.md', () => {
  it('lists what was measured, or why a model is refused', async ({ skip }) => {
    skip(rows.length < forms.length, 'needs the run of every model');
    for (const [name] of unread) {
      const model = fixtureModel(`quantised/${name}`);
      const [reason = ''] = findBlocks(readModel(name, model)).refused.map((block) =>
        reasonSentence(block.reason),
      );
      rows.push(changedRow(name, model, formOf(name), [], `refused: ${reason}`));
    }
    await checkPart('Quantised and float16', rows);
  });
});
