import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { WireWriter } from '../../src/core/onnx/file/wireWriter';

/** BERT-base's dimensions (Devlin et al. 2019, arXiv:1810.04805), with positions for longer texts. */
export const bert = {
  layers: 12,
  heads: 12,
  hidden: 768,
  inner: 3072,
  vocabulary: 30_522,
  positions: 2048,
} as const;

type Shape = readonly number[];

/** The graph as exporters write BERT: nodes one after the other, weights by name. */
class GraphWriter {
  readonly nodes = new WireWriter();
  readonly weights: { readonly name: string; readonly shape: Shape; readonly fill: number | undefined }[] =
    [];
  readonly constants = new WireWriter();

  /** A node with one output, whose name it answers with. */
  node(op: string, inputs: readonly string[], output: string, ...attributes: Uint8Array[]): string {
    const node = new WireWriter();
    for (const input of inputs) node.string(1, input);
    node.string(2, output).string(3, `${output}/node`).string(4, op);
    for (const attribute of attributes) node.message(5, attribute);
    this.nodes.message(1, node.finish());
    return output;
  }

  /** A float32 weight: random, or all of one value. */
  weight(name: string, shape: Shape, fill?: number): string {
    this.weights.push({ name, shape, fill });
    return name;
  }

  shape(name: string, values: readonly number[]): string {
    const data = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    this.constants.message(5, tensorHead(name, [values.length], 7).message(9, data).finish());
    return name;
  }

  scalar(name: string, value: number): string {
    const data = new Uint8Array(Float32Array.of(value).buffer);
    this.constants.message(5, tensorHead(name, [], 1).message(9, data).finish());
    return name;
  }
}

/** onnx.proto, `TensorProto`: dims, data_type, name. */
function tensorHead(name: string, shape: Shape, type: number): WireWriter {
  const writer = new WireWriter();
  for (const size of shape) writer.varint(1, size);
  return writer.varint(2, type).string(8, name);
}

/** `AttributeProto` of type INT or INTS; −1 is written as onnx.proto's 64-bit varint. */
function integers(name: string, values: readonly number[]): Uint8Array {
  const writer = new WireWriter().string(1, name);
  for (const value of values) writer.varint(8, value);
  return writer.varint(20, 7).finish();
}

function integer(name: string, value: number): Uint8Array {
  return new WireWriter().string(1, name).varint(3, value).varint(20, 2).finish();
}

function input(name: string, type: number, axes: readonly (string | number)[]): Uint8Array {
  const shape = new WireWriter();
  for (const axis of axes) {
    const dim =
      typeof axis === 'number' ? new WireWriter().varint(1, axis) : new WireWriter().string(2, axis);
    shape.message(1, dim.finish());
  }
  const tensor = new WireWriter().varint(1, type).message(2, shape.finish()).finish();
  return new WireWriter().string(1, name).message(2, new WireWriter().message(1, tensor).finish()).finish();
}

function layer(graph: GraphWriter, index: number, from: string): string {
  const { hidden, inner, heads } = bert;
  const at = (name: string): string => `layer.${index}/${name}`;
  const dense = (name: string, source: string, rows: number, columns: number): string => {
    const product = graph.node(
      'MatMul',
      [source, graph.weight(at(`${name}.weight`), [rows, columns])],
      at(`${name}/MatMul`),
    );
    return graph.node('Add', [graph.weight(at(`${name}.bias`), [columns], 0), product], at(`${name}/Add`));
  };
  const normalised = (name: string, source: string): string =>
    graph.node(
      'LayerNormalization',
      [
        source,
        graph.weight(at(`${name}.weight`), [hidden], 1),
        graph.weight(at(`${name}.bias`), [hidden], 0),
      ],
      at(name),
      integer('axis', 2),
    );
  const ofHeads = (name: string, order: readonly number[]): string => {
    const split = graph.node(
      'Reshape',
      [dense(name, from, hidden, hidden), 'perHead'],
      at(`${name}/Reshape`),
    );
    return graph.node('Transpose', [split], at(`${name}/Transpose`), integers('perm', order));
  };
  const [query, key, value] = [
    ofHeads('query', [0, 2, 1, 3]),
    ofHeads('key', [0, 2, 3, 1]),
    ofHeads('value', [0, 2, 1, 3]),
  ];
  const scores = graph.node('Div', [graph.node('MatMul', [query, key], at('scores')), 'root'], at('scaled'));
  const weights = graph.node(
    'Softmax',
    [graph.node('Add', [scores, 'mask'], at('masked'))],
    at('weights'),
    integer('axis', 3),
  );
  const context = graph.node('MatMul', [weights, value], at('context'));
  const turned = graph.node('Transpose', [context], at('context/Transpose'), integers('perm', [0, 2, 1, 3]));
  const joined = graph.node('Reshape', [turned, 'joined'], at('context/Reshape'));
  const attended = normalised(
    'attention/norm',
    graph.node('Add', [dense('output', joined, hidden, hidden), from], at('attention/sum')),
  );
  const wide = dense('intermediate', attended, hidden, inner);
  const erf = graph.node('Erf', [graph.node('Div', [wide, 'root2'], at('gelu/Div'))], at('gelu/Erf'));
  const gated = graph.node('Mul', [wide, graph.node('Add', [erf, 'one'], at('gelu/Add'))], at('gelu/Mul'));
  const narrow = dense('final', graph.node('Mul', [gated, 'half'], at('gelu')), inner, hidden);
  if (heads * 64 !== hidden) throw new RangeError('heads of 64 are assumed');
  return normalised('norm', graph.node('Add', [narrow, attended], at('sum')));
}

function bertGraph(): GraphWriter {
  const graph = new GraphWriter();
  const { hidden, heads, vocabulary, positions } = bert;
  graph.shape('perHead', [0, 0, heads, hidden / heads]);
  graph.shape('joined', [0, 0, hidden]);
  graph.shape('axes', [1, 2]);
  for (const [name, value] of [
    ['root', Math.sqrt(hidden / heads)],
    ['root2', Math.SQRT2],
    ['one', 1],
    ['half', 0.5],
    ['lowest', -3.4028234663852886e38],
  ] as const) {
    graph.scalar(name, value);
  }
  // (1 − mask) · lowest, as `transformers` makes it.
  const given = graph.node('Unsqueeze', ['attention_mask', 'axes'], 'mask/Unsqueeze');
  const asFloat = graph.node('Cast', [given], 'mask/Cast', integer('to', 1));
  graph.node('Mul', [graph.node('Sub', ['one', asFloat], 'mask/Sub'), 'lowest'], 'mask');
  const length = graph.node('Shape', ['input_ids'], 'length/Shape', integer('start', 1), integer('end', 2));
  graph.shape('first', [0]);
  graph.shape('rows', [0]);
  const places = graph.node(
    'Slice',
    [graph.weight('positions', [positions, hidden]), 'first', length, 'rows'],
    'positions/Slice',
  );
  const words = graph.node(
    'Gather',
    [graph.weight('words', [vocabulary, hidden]), 'input_ids'],
    'words/Gather',
  );
  const types = graph.node('Gather', [graph.weight('types', [2, hidden]), 'token_type_ids'], 'types/Gather');
  const sum = graph.node('Add', [graph.node('Add', [words, types], 'embedded'), places], 'embeddings/sum');
  const norms = [
    graph.weight('embeddings.norm.weight', [hidden], 1),
    graph.weight('embeddings.norm.bias', [hidden], 0),
  ];
  let states = graph.node('LayerNormalization', [sum, ...norms], 'embeddings', integer('axis', 2));
  for (let index = 0; index < bert.layers; index++) states = layer(graph, index, states);
  graph.node('Identity', [states], 'last_hidden_state');
  return graph;
}

/**
 * A file with random weights, the same each time, made where it is not there yet: 440 MB below `folder`, with the config.json
 * that `transformers` and transformers.js want. Answers with the path of the ONNX file.
 */
export function bertFile(folder: string): string {
  const file = path.join(folder, 'onnx', 'model.onnx');
  if (existsSync(file)) return file;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(path.join(folder, 'config.json'), JSON.stringify(configOf(), undefined, 2));
  const graph = bertGraph();
  const heads = graph.weights.map(({ name, shape }) => tensorHead(name, shape, 1).finish());
  // Field 9 (raw_data): its tag and length, then the values.
  const raws = graph.weights.map(({ shape }) => lengthDelimited(9, 4 * sizeOf(shape)));
  const tensors = graph.weights.map(
    ({ shape }, index) => (heads[index]?.length ?? 0) + (raws[index]?.length ?? 0) + 4 * sizeOf(shape),
  );
  const openings = tensors.map((size) => lengthDelimited(5, size));
  const rest = new WireWriter()
    .raw(graph.nodes.finish())
    .raw(graph.constants.finish())
    .string(2, 'bert-base')
    .message(11, input('input_ids', 7, ['batch', 'length']))
    .message(11, input('attention_mask', 7, ['batch', 'length']))
    .message(11, input('token_type_ids', 7, ['batch', 'length']))
    .message(12, input('last_hidden_state', 1, ['batch', 'length', bert.hidden]))
    .finish();
  const size = tensors.reduce((sum, one, index) => sum + one + (openings[index]?.length ?? 0), rest.length);
  // ir_version 8, opset 17, then the graph.
  const head = new WireWriter()
    .varint(1, 8)
    .message(8, new WireWriter().string(1, '').varint(2, 17).finish());
  const part = `${file}.part`;
  const out = openSync(part, 'w');
  const write = (bytes: Uint8Array): void => {
    for (let at = 0; at < bytes.length;) at += writeSync(out, bytes, at);
  };
  write(head.finish());
  write(lengthDelimited(7, size));
  write(rest);
  const random = normals(20_191_010);
  graph.weights.forEach(({ shape, fill }, index) => {
    for (const bytes of [openings[index], heads[index], raws[index]]) if (bytes) write(bytes);
    const values = new Float32Array(sizeOf(shape));
    if (fill !== undefined) values.fill(fill);
    else for (let at = 0; at < values.length; at++) values[at] = 0.02 * random();
    write(new Uint8Array(values.buffer));
  });
  closeSync(out);
  renameSync(part, file);
  return file;
}

/** The tag and length of a length-delimited field, without its bytes. */
function lengthDelimited(field: number, length: number): Uint8Array {
  const bytes = [field * 8 + 2];
  let value = length;
  for (; value > 0x7f; value = Math.floor(value / 128)) bytes.push((value % 128) | 0x80);
  return Uint8Array.from([...bytes, value]);
}

function sizeOf(shape: Shape): number {
  return shape.reduce((size, axis) => size * axis, 1);
}

/** Numbers that are roughly normal: the sum of three uniform ones of mulberry32, scaled to variance 1. */
function normals(seed: number): () => number {
  let state = seed;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => 2 * (uniform() + uniform() + uniform() - 1.5);
}

function configOf(): object {
  return {
    model_type: 'bert',
    architectures: ['BertModel'],
    hidden_size: bert.hidden,
    num_hidden_layers: bert.layers,
    num_attention_heads: bert.heads,
    intermediate_size: bert.inner,
    vocab_size: bert.vocabulary,
    max_position_embeddings: bert.positions,
    type_vocab_size: 2,
    hidden_act: 'gelu',
  };
}
