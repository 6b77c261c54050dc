/** ONNX files as trees of protobuf fields, so that mutations can keep the lengths around them true. */
import { WireReader, WireType } from '../../src/core/onnx/file/wire';
import { WireWriter } from '../../src/core/onnx/file/wireWriter';

/** The messages of onnx.proto that mutations go into. */
export type MessageKind =
  | 'model'
  | 'graph'
  | 'node'
  | 'attribute'
  | 'tensor'
  | 'value'
  | 'type'
  | 'tensorType'
  | 'shape'
  | 'dimension'
  | 'function'
  | 'entry'
  | 'operatorSet';

/** One field of a message. `raw` is the whole field as a file has it, tag and length included. */
export interface WireField {
  readonly number: number;
  readonly wireType: number;
  /** The value without tag and length. */
  readonly payload: Uint8Array;
  readonly raw: Uint8Array | undefined;
  /** The fields inside, where it is a message that is gone into. */
  readonly inner: WireMessage | undefined;
}

export interface WireMessage {
  readonly kind: MessageKind;
  readonly fields: readonly WireField[];
}

const children: Readonly<Record<MessageKind, Readonly<Record<number, MessageKind>>>> = {
  model: { 7: 'graph', 8: 'operatorSet', 25: 'function' },
  graph: { 1: 'node', 5: 'tensor', 11: 'value', 12: 'value', 13: 'value' },
  node: { 5: 'attribute' },
  attribute: { 5: 'tensor', 6: 'graph', 11: 'graph' },
  tensor: { 13: 'entry' },
  value: { 2: 'type' },
  type: { 1: 'tensorType' },
  tensorType: { 2: 'shape' },
  shape: { 1: 'dimension' },
  dimension: {},
  function: { 7: 'node' },
  entry: {},
  operatorSet: {},
};

/** The message that a field of a message is. */
export function childKind(kind: MessageKind, number: number): MessageKind | undefined {
  return children[kind][number];
}

/** Reads a well-formed file. */
export function parseMessage(bytes: Uint8Array, kind: MessageKind = 'model'): WireMessage {
  const reader = new WireReader(bytes);
  const fields: WireField[] = [];
  while (reader.more()) {
    const start = reader.position;
    reader.next();
    const afterTag = reader.position;
    let payloadStart = afterTag;
    if (reader.wireType === WireType.bytes) payloadStart = reader.range().offset;
    else reader.skip();
    const payload = bytes.subarray(payloadStart, reader.position);
    const child = reader.wireType === WireType.bytes ? childKind(kind, reader.field) : undefined;
    fields.push({
      number: reader.field,
      wireType: reader.wireType,
      payload,
      raw: bytes.subarray(start, reader.position),
      inner: child && parseMessage(payload, child),
    });
  }
  return { kind, fields };
}

/** The bytes of a message; fields that no mutation touched are copied. */
export function writeMessage({ fields }: WireMessage): Uint8Array {
  const writer = new WireWriter();
  for (const field of fields) writer.raw(field.raw ?? writeField(field));
  return writer.finish();
}

function writeField({ number, wireType, payload, inner }: WireField): Uint8Array {
  const body = inner ? writeMessage(inner) : payload;
  if (wireType === WireType.bytes) return new WireWriter().message(number, body).finish();
  // The tag of a varint field with the value 0 is the tag alone, plus one byte.
  const tag = new WireWriter().varint(number, 0).finish().slice(0, -1);
  tag[0] = ((tag[0] ?? 0) & ~7) | wireType;
  return new WireWriter().raw(tag).raw(body).finish();
}

/** A field of bytes, a string or a message. */
export function bytesField(number: number, payload: Uint8Array): WireField {
  return { number, wireType: WireType.bytes, payload, raw: undefined, inner: undefined };
}

/** A field with a message in it. */
export function messageField(number: number, inner: WireMessage): WireField {
  return { number, wireType: WireType.bytes, payload: new Uint8Array(), raw: undefined, inner };
}
