import type { TensorProto } from './model';
import { WireWriter } from './wireWriter';

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
