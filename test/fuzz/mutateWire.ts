import { WireType } from '../../src/core/onnx/file/wire';
import type { Random } from './random';
import { bytesField, messageField, type WireField, type WireMessage } from './wireTree';

/** What mutations take from all files together. */
export interface Stock {
  /** Messages by their kind, to be put into other files. */
  readonly messages: readonly WireMessage[];
  /** Operators of nodes. */
  readonly operators: readonly string[];
}

/** A file whose fields are read. */
export interface Parsed {
  readonly message: WireMessage;
  /** Names of its tensors. */
  readonly names: readonly string[];
}

const utf8 = new TextEncoder();

/** Counts and sizes that are out of bounds, or just inside. */
const numbers: readonly bigint[] = [
  0n,
  1n,
  2n,
  7n,
  16n,
  63n,
  64n,
  65n,
  127n,
  1024n,
  2n ** 16n,
  2n ** 31n - 1n,
  2n ** 31n,
  2n ** 32n,
  2n ** 40n,
  2n ** 53n,
  2n ** 62n,
  2n ** 63n - 1n,
  -1n,
  -2n,
  -(2n ** 31n),
  -(2n ** 63n),
];

/** The message with some of its fields deleted, doubled, moved, replaced; the lengths around them stay true. */
export function mutateWire({ message, names }: Parsed, random: Random, stock: Stock): WireMessage {
  let mutated = message;
  for (let count = 1 + random.below(4); count > 0; count--) mutated = inside(mutated, random, stock, names);
  return mutated;
}

/** Goes down to a message at random, and changes its fields. */
function inside(message: WireMessage, random: Random, stock: Stock, names: readonly string[]): WireMessage {
  const { fields } = message;
  const deeper = fields.flatMap(({ inner }, index) => (inner ? [index] : []));
  const stays = message.kind === 'model' || message.kind === 'graph' ? 0.1 : 0.6;
  if (deeper.length > 0 && !random.chance(stays)) {
    // The graph is one field of many.
    const index = message.kind === 'model' && random.chance(0.9) ? graphOf(fields) : random.pick(deeper);
    const inner = fields[index]?.inner;
    if (inner) return replaced(message, index, messageOf(fields[index], inside(inner, random, stock, names)));
  }
  return changed(message, random, stock, names);
}

function graphOf(fields: readonly WireField[]): number {
  return fields.findIndex(({ number }) => number === 7);
}

function messageOf(field: WireField | undefined, inner: WireMessage): WireField {
  return messageField(field?.number ?? 0, inner);
}

function changed(message: WireMessage, random: Random, stock: Stock, names: readonly string[]): WireMessage {
  const { fields, kind } = message;
  if (fields.length === 0) return message;
  const at = random.below(fields.length);
  const field = fields[at];
  if (!field) return message;
  const place = random.below(fields.length + 1);
  switch (random.below(9)) {
    case 0:
      return { kind, fields: fields.filter((_, index) => index !== at) };
    case 1: {
      const times = random.chance(0.05) ? 500 : 1 + random.below(3);
      return { kind, fields: [...fields, ...Array.from({ length: times }, () => field)] };
    }
    case 2: {
      const other = random.below(fields.length);
      return replaced(replaced(message, at, fields[other] ?? field), other, field);
    }
    case 3:
      return replaced(message, at, { ...field, number: 1 + random.below(26), raw: undefined });
    case 4: {
      const donors = stock.messages.filter((each) => each.kind === kind);
      const donor = donors.length > 0 ? random.pick(donors) : message;
      if (donor.fields.length === 0) return message;
      return withField(message, place, random.pick(donor.fields));
    }
    case 5:
      return kind === 'node' || kind === 'attribute'
        ? withField(message, place, nested(kind, 1 + random.below(random.chance(0.1) ? 60 : 4), message))
        : replaced(message, at, changedValue(field, random, stock, names, kind));
    default:
      return replaced(message, at, changedValue(field, random, stock, names, kind));
  }
}

/** A graph in an attribute of a node in a graph … around a node. */
function nested(kind: 'node' | 'attribute', depth: number, around: WireMessage): WireField {
  const node: WireMessage = kind === 'node' ? around : { kind: 'node', fields: [text(4, 'Softmax')] };
  let graph: WireMessage = { kind: 'graph', fields: [messageField(1, node)] };
  for (let left = depth; left > 0; left--) {
    const holder: WireMessage = {
      kind: 'node',
      fields: [
        text(4, 'If'),
        text(2, 'x'),
        messageField(5, { kind: 'attribute', fields: [messageField(6, graph)] }),
      ],
    };
    graph = { kind: 'graph', fields: [messageField(1, holder)] };
  }
  return kind === 'node'
    ? messageField(5, { kind: 'attribute', fields: [text(1, 'then_branch'), messageField(6, graph)] })
    : messageField(6, graph);
}

function changedValue(
  field: WireField,
  random: Random,
  stock: Stock,
  names: readonly string[],
  kind: WireMessage['kind'],
): WireField {
  const number = field.number;
  if (field.wireType === WireType.varint)
    return { ...field, payload: varint(random.pick(numbers)), raw: undefined };
  if (field.wireType !== WireType.bytes) {
    const payload = Uint8Array.from(field.payload, () => random.below(256));
    return { ...field, payload, raw: undefined };
  }
  if (kind === 'node' && number === 4 && random.chance(0.8)) return text(4, random.pick(stock.operators));
  if (isName(kind, number) && names.length > 0 && random.chance(0.8)) return text(number, random.pick(names));
  const payload = field.inner ? new Uint8Array() : field.payload;
  switch (random.below(4)) {
    case 0:
      return bytesField(number, payload.subarray(0, random.below(payload.length + 1)));
    case 1:
      return bytesField(
        number,
        new Uint8Array(random.below(random.chance(0.05) ? 100_000 : 64)).fill(random.below(256)),
      );
    case 2:
      return bytesField(
        number,
        Uint8Array.from(Array.from({ length: 8 }, () => [...varint(random.pick(numbers))]).flat()),
      );
    default:
      return bytesField(
        number,
        payload.map((byte) => (random.chance(0.1) ? random.below(256) : byte)),
      );
  }
}

/** Fields that name tensors. */
function isName(kind: WireMessage['kind'], number: number): boolean {
  if (kind === 'node') return number <= 2;
  if (kind === 'tensor') return number === 8;
  return kind === 'value' && number === 1;
}

function replaced(message: WireMessage, at: number, field: WireField): WireMessage {
  return { kind: message.kind, fields: message.fields.map((each, index) => (index === at ? field : each)) };
}

function withField(message: WireMessage, at: number, field: WireField): WireMessage {
  return { kind: message.kind, fields: [...message.fields.slice(0, at), field, ...message.fields.slice(at)] };
}

function text(number: number, value: string): WireField {
  return bytesField(number, utf8.encode(value));
}

/** A varint as protobuf writes an int64. */
function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let left = BigInt.asUintN(64, value);
  for (; left > 0x7fn; left >>= 7n) bytes.push(Number(left & 0x7fn) | 0x80);
  bytes.push(Number(left));
  return Uint8Array.from(bytes);
}
