import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fixtureModel, fixtureNames, fixtureRuns, readNames } from '../core-onnx/onnxFixtures';
import { headlessForTests } from './headlessForTests';

const { file, run } = headlessForTests();

interface Inspected {
  schema: string;
  blocks: { layer: number; kind: string; heads: number | null }[];
  refused: { node: string; reason: string }[];
}

describe('inspect', () => {
  it.each(fixtureNames)('lists the blocks of %s, or says why there are none', async (name) => {
    writeFileSync(file(`${name}.onnx`), fixtureModel(name));
    const { status, stdout, stderr } = await run(['inspect', `${name}.onnx`, '--json']);
    // SAFETY: what is in it is asserted below.
    const { schema, blocks, refused } = JSON.parse(stdout) as Inspected;
    expect(schema).toBe('headlight.inspect/1');
    const [oracle] = fixtureRuns(name);
    const wanted = oracle?.blocks ?? [];
    if (!readNames.includes(name)) {
      expect({ status, blocks: blocks.length, refused: refused.length }).toEqual({
        status: 1,
        blocks: 0,
        refused: wanted.length,
      });
      expect(stderr).toContain(refused[0]?.reason);
      return;
    }
    expect({ status, stderr, refused }).toEqual({ status: 0, stderr: '', refused: [] });
    expect(blocks).toHaveLength(wanted.length);
    for (const [index, { heads }] of blocks.entries()) {
      if (heads !== null) expect(heads).toBe(wanted[index]?.shape[0]);
    }
  });
});
