import { describe, expect, it } from 'vitest';
import { HeadlightError } from '../../../src/core/errors';
import type { Attribute, Model, TensorProto } from '../../../src/core/onnx/graph/model';
import { readModel } from '../../../src/core/onnx/file/readModel';
import { tapModel } from '../../../src/core/onnx/taps/tapModel';
import { fixtureModel, gzippedJson } from './onnxFixtures';

/** What summarise.py wrote with the onnx package. */
interface Summary {
  readonly opsets: Record<string, number>;
  readonly inputs: Record<string, (number | string)[] | null>;
  readonly outputs: string[];
  readonly initializers: Record<string, { dims: number[]; sum: number }>;
  readonly nodes: {
    name: string;
    op: string;
    inputs: string[];
    outputs: string[];
    attributes: Record<string, unknown>;
  }[];
}
const summaries = gzippedJson('summary.json.gz') as Record<string, Summary>;

describe.each(Object.keys(summaries))('the structure of %s', (name) => {
  const expected = summaries[name];
  const model = readModel(name, fixtureModel(name));

  it('is what the onnx package reads', () => {
    expect(Object.fromEntries(model.opsets)).toEqual(expected?.opsets);
    expect(model.graph.outputs.map((output) => output.name)).toEqual(expected?.outputs);
    expect(Object.fromEntries(model.graph.inputs.map((input) => [input.name, input.shape ?? null]))).toEqual(
      expected?.inputs,
    );
    expect(
      model.graph.nodes.map(({ name: own, opType, inputs, outputs, attributes }) => ({
        name: own,
        op: opType,
        inputs,
        outputs,
        attributes: Object.fromEntries([...attributes].map(([key, value]) => [key, plain(model, value)])),
      })),
    ).toEqual(expected?.nodes.map((node) => ({ ...node, attributes: node.attributes })));
  });

  it('has its weights where the file has them', () => {
    const found = [...model.graph.initializers].map(([key, tensor]) => [
      key,
      { dims: tensor.dims, sum: expect.closeTo(sum(model, tensor), 4) as number },
    ]);
    expect(expected?.initializers).toEqual(Object.fromEntries(found));
  });
});

function plain(model: Model, attribute: Attribute): unknown {
  if (attribute.kind === 'tensor') {
    return { dims: attribute.value.dims, sum: sum(model, attribute.value) };
  }
  return 'value' in attribute ? attribute.value : undefined;
}

function sum(model: Model, { type, values }: TensorProto): number {
  if (values.kind === 'decoded') return values.values.reduce((total, value) => total + Number(value), 0);
  if (values.kind !== 'raw') throw new Error('no values');
  const { offset, length } = values.range;
  const bytes = model.bytes.slice(offset, offset + length);
  const arrays = { float32: Float32Array, int64: BigInt64Array, bool: Uint8Array, int32: Int32Array };
  const numbers = new arrays[type as keyof typeof arrays](bytes.buffer);
  return Array.from(numbers, Number).reduce((total, value) => total + value, 0);
}

/** The code of the HeadlightError that reading and tapping throws; undefined where both succeed. */
function codeOf(bytes: Uint8Array): string | undefined {
  try {
    tapModel('model.onnx', bytes);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof HeadlightError) return thrown.code;
    throw thrown;
  }
}

describe('a file that is no whole ONNX model', () => {
  const text = (content: string): Uint8Array => new TextEncoder().encode(content);

  it.each([
    ['empty', new Uint8Array()],
    ['text', text('{"model_type": "bert"}\n')],
    ['prose', text('Hello, this is no model at all. '.repeat(50))],
    ['a zip archive', Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0, 0, 0, 8, 0, 1, 2, 3, 4, 5, 6)],
    ['a PNG picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13)],
    ['zeros', new Uint8Array(4096)],
    ['a safetensors header', Uint8Array.of(0x40, 0x11, 0, 0, 0, 0, 0, 0, ...text('{"__metadata__":{}}'))],
  ])('is named as such: %s', (_, bytes) => {
    expect(codeOf(bytes)).toBe('model-not-onnx');
  });

  it('is a Git LFS pointer', () => {
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1234\n';
    expect(codeOf(text(pointer))).toBe('model-lfs-pointer');
  });

  it('says so for random bytes of any length', () => {
    const next = random(7);
    for (let turn = 0; turn < 500; turn++) {
      const bytes = Uint8Array.from({ length: 1 + (next() % 300) }, () => next() & 255);
      expect(codeOf(bytes)).toMatch(/^model-(not-onnx|truncated)$/);
    }
  });

  it.each(['bert-eager-17', 'bert-sdpa-dynamo'])('is cut off anywhere: %s', (name) => {
    const bytes = fixtureModel(name);
    const { graph } = readModel(name, bytes);
    const endOfGraph = graph.message.offset + graph.message.length;
    const next = random(3);
    const cuts = [...Array(64).keys(), ...Array.from({ length: 300 }, () => next() % endOfGraph), endOfGraph];
    for (const cut of cuts) {
      const code = codeOf(bytes.subarray(0, cut));
      expect(code, `cut at ${cut}`).toMatch(/^model-(not-onnx|truncated)$/);
      // Behind the version every cut is known to be one.
      if (cut > 2) expect(code, `cut at ${cut}`).toBe('model-truncated');
    }
  });
});

/** A small deterministic generator (Numerical Recipes). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 8;
  };
}
