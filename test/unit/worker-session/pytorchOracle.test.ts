import { describe, expect, it } from 'vitest';
import { findBlocks } from '../../../src/core/onnx/blocks/findBlocks';
import { readModel } from '../../../src/core/onnx/file/readModel';
import { reasonSentence } from '../../../src/core/sentences';
import {
  fixtureModel,
  fixtureNames,
  fixtureRuns,
  readNames,
  type OracleBlock,
  type OracleRun,
} from '../core-onnx/onnxFixtures';
import { allRows, boundRuns, largestDifference, type BoundRun } from './boundRun';
import { engines } from './engineForTests';
import { blocksOf, byHand, checkPart, namedModel, producerOf, type ModelRow } from './modelsPage';

/** What the page of supported models says, by the model's name. */
const rows = new Map<string, ModelRow>();

describe.each(engines)('rows by the engine %s', (engineName, engine) => {
  it.skipIf(!engine).each(readNames)(
    'are the weights that PyTorch gives, in every run of %s',
    async (name) => {
      const model = fixtureModel(name);
      const oracle = fixtureRuns(name);
      const runs = await boundRuns(name, model, oracle, {}, engine?.());
      for (const [index, expected] of oracle.entries()) {
        const run = runs[index];
        if (run) compare(run, expected);
      }
      expect(runs).toHaveLength(oracle.length);
      const errors = runs.flatMap(({ bound }, index) => differences(bound, oracle[index]?.blocks ?? []));
      const [first] = runs;
      if (first && engineName === 'wasm')
        rows.set(name, row(name, model, blocksOf(first.bound), Math.max(...errors)));
    },
  );
});

describe('docs/models.md', () => {
  it('lists what was measured, or why a model is refused', async ({ skip }) => {
    skip(rows.size < readNames.length, 'needs the run of every model');
    for (const name of fixtureNames.filter((each) => !readNames.includes(each))) {
      const model = fixtureModel(name);
      const { blocks, refused } = findBlocks(readModel(name, model));
      expect(blocks).toEqual([]);
      const [reason = ''] = refused.map((block) => `refused: ${reasonSentence(block.reason)}`);
      rows.set(name, row(name, model, '', reason));
    }
    await checkPart('As exported', [...rows.values()]);
  });
});

function row(name: string, file: Uint8Array, blocks: string, result: number | string): ModelRow {
  const { model, words } = namedModel(name);
  const isDynamo = words.includes('dynamo');
  const form = words.filter((word) => !['dynamo', 'own'].includes(word) && !/^\d+$/.test(word)).join(' ');
  const { graph, opsets } = readModel(name, file);
  const isFused = graph.nodes.some(({ opType }) => opType === 'Attention');
  return {
    model: model === '' ? byHand : model,
    exporter: `${isDynamo ? 'dynamo' : 'TorchScript'}, ${producerOf(file)}`,
    opset: opsets.get('') ?? 0,
    form: isFused ? `${form} as Attention` : form === '' ? 'eager' : form,
    blocks,
    result,
  };
}

function compare({ bound, refused, checks, tapped }: BoundRun, { blocks }: OracleRun): void {
  expect(refused).toEqual([]);
  expect(bound.map(({ heads, queries, keys }) => [heads, queries, keys])).toEqual(
    blocks.map(({ shape }) => shape),
  );
  expect(Math.max(...checks.map((check) => check.maxAbsError))).toBeLessThan(1e-5);
  for (const difference of differences(bound, blocks)) expect(difference).toBeLessThan(1e-5);
  // What the graph lets one guess is what the run says.
  expect(bound.map(({ kind }) => kind)).toEqual(tapped.blocks.map(({ kind }) => kind));
  for (const { block, heads, keyValueHeads, headSize, scale } of bound) {
    expect([block.heads ?? heads, block.keyValueHeads ?? keyValueHeads]).toEqual([heads, keyValueHeads]);
    expect(block.headSize ?? headSize).toBe(headSize);
    expect(block.scale ?? scale).toBeCloseTo(scale ?? NaN, 6);
  }
}

/** The largest difference of each block's rows from PyTorch's. */
function differences(bound: BoundRun['bound'], blocks: readonly OracleBlock[]): readonly number[] {
  return bound.map((block, index) => largestDifference(allRows(block), blocks[index]?.weights ?? []));
}
