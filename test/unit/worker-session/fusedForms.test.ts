import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bindBlocks } from '../../../src/core/attention/bindBlocks';
import { findBlocks } from '../../../src/core/onnx/blocks/findBlocks';
import { readModel } from '../../../src/core/onnx/file/readModel';
import { fixtureFolder, gzippedJson, type OracleRun } from '../core-onnx/onnxFixtures';
import { allRows, boundRuns, largestDifference } from './boundRun';

interface Form {
  readonly runs: readonly OracleRun[];
  readonly kind: string;
  /** The code of the reason for which it is refused. */
  readonly refused: string | null;
}

const folder = join(fixtureFolder, 'fused/forms');
// SAFETY: the file is written by generateFused.py.
const forms = gzippedJson('fused/forms.json.gz') as Readonly<Record<string, Form>>;
const names = Object.keys(forms);
const model = (name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, `${name}.onnx`)));

it('every form is on disk', () => {
  expect(readdirSync(folder).sort()).toEqual(names.map((name) => `${name}.onnx`).sort());
});

describe('the rows of a fused operator', () => {
  it.each(names.filter((name) => forms[name]?.refused === null))(
    'are those of its specification, in every run: %s',
    async (name) => {
      const { runs = [], kind } = forms[name] ?? {};
      const given = await boundRuns(name, model(name), runs);
      for (const [index, run] of given.entries()) {
        // Sizes as they come: some forms have keys of an earlier run.
        const { bound, refused, checks } = bindBlocks(run.tapped.blocks, run.tensors);
        expect(refused).toEqual([]);
        const [expected] = runs[index]?.blocks ?? [];
        const [block] = bound;
        expect(block && [block.heads, block.queries, block.keys]).toEqual(expected?.shape);
        const rows = block ? allRows(block) : [];
        const most = name.endsWith('float16') ? 1e-3 : 1e-5;
        expect(largestDifference(rows, expected?.weights ?? [])).toBeLessThan(most);
        const { maxAbsError = Infinity, largest = 0 } = checks[0] ?? {};
        expect(maxAbsError).toBeLessThan(most * Math.max(1, largest));
        expect(largest).toBeGreaterThan(0.05);
        expect(run.tapped.blocks[0]?.kind).toBe(kind);
        // One query over nothing else leaves the kind open.
        if ((expected?.shape[1] ?? 0) > 1) expect(block?.kind).toBe(kind);
      }
      expect(given.length).toBe(runs.length);
    },
  );

  it.each(names.filter((name) => typeof forms[name]?.refused === 'string'))(
    'are refused by name where a part of it is not understood: %s',
    (name) => {
      const { blocks, refused } = findBlocks(readModel(name, model(name)));
      expect(blocks).toEqual([]);
      expect(refused.map(({ reason }) => reason.code)).toEqual([forms[name]?.refused]);
    },
  );
});
