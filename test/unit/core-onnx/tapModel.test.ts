import { describe, expect, it } from 'vitest';
import { blockTaps } from '../../../src/core/onnx/taps/blockTaps';
import { readModel } from '../../../src/core/onnx/file/readModel';
import { tapModel } from '../../../src/core/onnx/taps/tapModel';
import { fixtureModel, form } from './onnxFixtures';

describe('a tapped model', () => {
  const name = 'bert-sdpa-17';
  const original = fixtureModel(name);
  const tapped = tapModel(name, original);
  const again = readModel(name, tapped.graph);

  it('has nothing but the taps as outputs', () => {
    const wanted = new Set(tapped.blocks.flatMap((block) => blockTaps(block).map(({ tensor }) => tensor)));
    expect(new Set(again.graph.outputs.map((output) => output.name))).toEqual(wanted);
  });

  it('refers to its longer weights by their place in the original file', () => {
    const before = readModel(name, original).graph.initializers;
    let moved = 0;
    for (const [key, { values, dims }] of again.graph.initializers) {
      const own = before.get(key);
      expect(dims).toEqual(own?.dims);
      if (values.kind === 'external') {
        moved++;
        expect(values.file).toBe(tapped.weightsFile);
        expect(own?.values).toEqual({ kind: 'raw', range: { offset: values.offset, length: values.length } });
      } else if (values.kind === 'raw') expect(values.range.length).toBeLessThanOrEqual(1024);
    }
    expect(moved).toBeGreaterThan(3);
  });

  it('leaves out what no tap needs', () => {
    // The last layer's feed-forward part and the vocabulary's projection come after the last context.
    expect(again.graph.nodes.length).toBeLessThan(tapped.flow.graph.nodes.length - 20);
    expect([...again.graph.initializers.keys()].some((key) => key.includes('predictions'))).toBe(false);
    expect([...tapped.flow.graph.initializers.keys()].some((key) => key.includes('predictions'))).toBe(true);
  });

  it('keeps outputs that are asked for, and only such as there are', () => {
    const kept = tapModel(name, original, { keepOutputs: ['output', 'no such output'] });
    expect([...kept.outputs.keys()]).toContain('output');
    expect([...kept.outputs.keys()]).not.toContain('no such output');
  });

  it('can be made from shared memory', () => {
    const shared = new Uint8Array(new SharedArrayBuffer(original.length));
    shared.set(original);
    expect(tapModel(name, shared).graph).toEqual(tapped.graph);
  });
});

describe('a model that cannot be tapped', () => {
  it.each([
    ['none-linear', 'no-softmax'],
    ['none-classifier', 'no-products'],
    ['none-router', 'no-products'],
  ])('has no attention, with the reason: %s', (name, code) => {
    expect(() => tapModel(name, form(`${name}.onnx`))).toThrow(
      expect.objectContaining({
        code: 'model-no-attention',
        params: { path: name, reason: { code, params: {} } },
      }),
    );
  });

  it('has only attention that is refused', () => {
    expect(() => tapModel('m', form('refused-sinks.onnx'))).toThrow(
      expect.objectContaining({ code: 'model-refused' }),
    );
  });

  it('misses its external weights', () => {
    const bytes = form('external.onnx');
    expect(() => tapModel('folder/m.onnx', bytes)).toThrow(
      expect.objectContaining({
        code: 'model-external-data-missing',
        params: { path: 'folder/m.onnx', file: 'external.onnx_data' },
      }),
    );
    const { externalFiles } = tapModel('m', bytes, { external: new Set(['external.onnx_data']) });
    expect(externalFiles).toEqual(['external.onnx_data']);
  });
});
