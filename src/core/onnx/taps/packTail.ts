import type { Dataflow } from '../graph/dataflow';
import type { Tail } from './findTail';
import type { GraphNode, TensorProto } from '../graph/model';
import { typeCode, type Tensors } from '../graph/tensor';
import { WireReader } from '../file/wire';
import { bytesOf, WireWriter } from '../file/wireWriter';
import { constantMessage, longestInline, referringMessage } from '../file/writeConstant';

/** A tail with copies of its weights, so that the bytes of the model's file can be let go, or with references to files that stay. */
export interface PackedTail {
  /** The tensors that it starts from. */
  readonly from: readonly string[];
  /** The name under which the graph refers to `weights`. */
  readonly weightsFile: string;
  readonly weights: Uint8Array;
  /** Bytes of its weights, wherever they are. */
  readonly bytes: number;
  /** Its outputs: the scores of the rows that are asked for, `[1, rows, vocabulary]`. */
  readonly scores: string;
  /**
   * The tail as an ONNX file; the types of its inputs are those of the tensors it is to be run on. The further input
   * {@link rowsInput} is the list of rows.
   */
  readonly write: (tensors: Tensors) => Uint8Array;
}

/** The input with the rows whose scores are wanted, int64 `[rows]`. */
export const rowsInput = 'headlight/rows';
const pickedRows = 'headlight/picked';
const weightsFile = 'headlight:tail';

/**
 * Copies what a tail needs of its model. Rows are picked in front of the product with the vocabulary, by far its largest
 * part, or of the scores where there is no such product.
 * @param external the external weight files by name
 * @param original the name of the model's own file where it stays at hand: then nothing is copied of it, nor of the external
 * files that are not given
 */
export function packTail(
  flow: Dataflow,
  tail: Tail,
  external: Readonly<Record<string, Uint8Array>>,
  original?: string,
): PackedTail {
  const { model } = flow;
  const { product } = tail;
  const whole = product?.inputs[0] ?? tail.scores;
  const graph = new WireWriter();
  for (const node of tail.nodes) {
    if (node === product) graph.message(1, gather(whole));
    graph.message(
      1,
      node === product ? withFirstInput(model.bytes, node) : bytesOf(model.bytes, node.message),
    );
  }
  if (!product) graph.message(1, gather(whole));
  const scores = product ? tail.scores : pickedRows;
  graph.string(2, 'headlight');
  const weights = new Pack();
  let bytes = 0;
  for (const [name, tensor] of model.graph.initializers) {
    if (!tail.tensors.has(name)) continue;
    const stays = original !== undefined && tensor.values.kind === 'raw';
    const values = stays ? undefined : valuesOf(model.bytes, tensor, external);
    bytes += values ? 0 : lengthOf(tensor);
    graph.message(
      5,
      values
        ? constantMessage(tensor, { file: weightsFile, ...weights.add(values) })
        : referringMessage(model.bytes, tensor, original ?? weightsFile),
    );
  }
  for (const message of model.graph.sparseInitializers) graph.message(15, bytesOf(model.bytes, message));
  graph.message(12, new WireWriter().string(1, scores).finish());
  const body = graph.finish();
  const rest = new WireWriter();
  for (const field of model.rest) rest.raw(bytesOf(model.bytes, field));
  const head = rest.finish();
  const { from } = tail;
  const packed = weights.finish();
  return {
    from,
    weightsFile,
    weights: packed,
    bytes: bytes + packed.length,
    scores,
    write: (tensors) => {
      const inputs = new WireWriter().message(11, input(rowsInput, typeCode('int64')));
      for (const name of from)
        inputs.message(11, input(name, typeCode(tensors.get(name)?.type ?? 'float32')));
      const all = new WireWriter().raw(body).raw(inputs.finish()).finish();
      return new WireWriter().raw(head).message(7, all).finish();
    },
  };
}

/** Weights one after the other, each at a multiple of eight bytes. */
class Pack {
  private readonly parts: { readonly bytes: Uint8Array; readonly offset: number }[] = [];
  private length = 0;

  add(bytes: Uint8Array): { readonly offset: number; readonly length: number } {
    const place = { offset: this.length, length: bytes.length };
    this.parts.push({ bytes, offset: this.length });
    this.length = Math.ceil((this.length + bytes.length) / 8) * 8;
    return place;
  }

  finish(): Uint8Array {
    const all = new Uint8Array(this.length);
    for (const { bytes, offset } of this.parts) all.set(bytes, offset);
    return all;
  }
}

function lengthOf({ values }: TensorProto): number {
  return values.kind === 'raw' ? values.range.length : values.kind === 'external' ? (values.length ?? 0) : 0;
}

/** The values of a constant that is worth a place outside the graph, or that has one already. */
function valuesOf(
  bytes: Uint8Array,
  { values }: TensorProto,
  external: Readonly<Record<string, Uint8Array>>,
): Uint8Array | undefined {
  if (values.kind === 'raw') {
    return values.range.length > longestInline ? bytesOf(bytes, values.range) : undefined;
  }
  if (values.kind !== 'external') return undefined;
  const file = external[values.file];
  return file?.subarray(
    values.offset,
    values.length === undefined ? undefined : values.offset + values.length,
  );
}

function gather(from: string): Uint8Array {
  // AttributeProto: name, i, type INT.
  const axis = new WireWriter().string(1, 'axis').varint(3, 1).varint(20, 2).finish();
  return new WireWriter()
    .string(1, from)
    .string(1, rowsInput)
    .string(2, pickedRows)
    .string(4, 'Gather')
    .message(5, axis)
    .finish();
}

/** A node's message with the picked rows for its first input. */
function withFirstInput(bytes: Uint8Array, { message }: GraphNode): Uint8Array {
  const whole = bytesOf(bytes, message);
  const reader = new WireReader(whole);
  const written = new WireWriter();
  let inputs = 0;
  while (reader.more()) {
    const start = reader.position;
    reader.next();
    reader.skip();
    const isFirstInput = reader.field === 1 && inputs++ === 0;
    if (isFirstInput) written.string(1, pickedRows);
    else written.raw(whole.subarray(start, reader.position));
  }
  return written.finish();
}

/** A graph input of a type, of any shape: ValueInfoProto, TypeProto, TypeProto.Tensor. */
function input(name: string, type: number): Uint8Array {
  const tensor = new WireWriter().varint(1, type).finish();
  const wrapped = new WireWriter().message(1, tensor).finish();
  return new WireWriter().string(1, name).message(2, wrapped).finish();
}
