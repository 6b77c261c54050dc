import type { TensorProto } from '../graph/model';
import { bytesOf, WireWriter } from './wireWriter';

/** Shorter constants stay in the graph: an engine reads shapes and axes from them before it loads weights. */
export const longestInline = 1024;

/** A constant whose values lie in a file beside the graph (onnx.proto, `TensorProto.external_data`). */
export function constantMessage(
  tensor: TensorProto,
  place: { readonly file: string; readonly offset: number; readonly length: number },
): Uint8Array {
  const writer = new WireWriter();
  for (const dim of tensor.dims) writer.varint(1, dim);
  writer.varint(2, tensor.typeCode).string(8, tensor.name);
  for (const [key, value] of [
    ['location', place.file],
    ['offset', String(place.offset)],
    ['length', String(place.length)],
  ] as const) {
    writer.message(13, new WireWriter().string(1, key).string(2, value).finish());
  }
  return writer.varint(14, 1).finish();
}

/** A constant of a model for another graph: a longer one as a reference to its values in the model's own file `file`. */
export function referringMessage(bytes: Uint8Array, tensor: TensorProto, file: string): Uint8Array {
  const { values } = tensor;
  if (values.kind !== 'raw' || values.range.length <= longestInline) return bytesOf(bytes, tensor.message);
  return constantMessage(tensor, { file, ...values.range });
}
