import { describe, expect, it } from 'vitest';
import { bindBlocks } from '../../../src/core/attention/bindBlocks';
import { tapModel } from '../../../src/core/onnx/tapModel';
import { createSession } from '../../../src/worker/session/createSession';
import { fillFeeds } from '../../../src/worker/session/fillFeeds';
import { fixtureModel, fixtureNames, fixtureRuns } from '../core-onnx/onnxFixtures';
import { engine } from './engineForTests';

const wasm = engine();

describe.each(fixtureNames)('rows of %s', (name) => {
  it('are the weights that PyTorch gives, in every head and block', async () => {
    const bytes = fixtureModel(name);
    const tapped = tapModel(name, bytes);
    const session = await createSession(wasm, tapped, { model: bytes, external: {} });
    for (const run of fixtureRuns(name)) {
      const { feeds, lengths } = fillFeeds(tapped, { inputs: run.inputs });
      const { bound, refused, checks } = bindBlocks(tapped.blocks, await session.run(feeds), { lengths });
      expect(refused).toEqual([]);
      expect(bound.map(({ heads, queries, keys }) => [heads, queries, keys])).toEqual(
        run.blocks.map(({ shape }) => shape),
      );
      expect(Math.max(...checks.map((check) => check.maxAbsError))).toBeLessThan(1e-5);
      run.blocks.forEach(({ weights, shape: [heads, queries, keys] }, index) => {
        const rows = new Float32Array(weights.length);
        for (let head = 0; head < heads; head++) {
          for (let query = 0; query < queries; query++) {
            bound[index]?.row(head, query, rows, (head * queries + query) * keys);
          }
        }
        const errors = rows.map((weight, at) => Math.abs(weight - (weights[at] ?? NaN)));
        expect(Math.max(...errors), `block ${index}`).toBeLessThan(1e-5);
      });
    }
    await session.dispose();
  });
});
