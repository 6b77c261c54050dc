import type { Random } from './random';

type Mutation = (bytes: Uint8Array, random: Random, donor: Uint8Array) => Uint8Array;

/** Bytes that are lengths, tags and ends of varints in the wrong place. */
const interesting: readonly (readonly number[])[] = [
  [0xff, 0xff, 0xff, 0xff, 0x0f],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
  [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80],
  [0x80, 0x80, 0x80, 0x80, 0x08],
  [0x0b],
  [0x0c],
  [0x00],
  [0x0a, 0x00],
  [0x3a],
  [0x7f],
];

const mutations: readonly Mutation[] = [
  flipBits,
  setBytes,
  (bytes, random) => bytes.subarray(0, random.below(bytes.length + 1)),
  putIn,
  splice,
  repeat,
];

/** The file with some bytes flipped, cut off, put in, repeated, or taken from another file. */
export function mutateBytes(bytes: Uint8Array, random: Random, donor: Uint8Array): Uint8Array {
  let mutated = bytes;
  for (let count = 1 + random.below(3); count > 0; count--)
    mutated = random.pick(mutations)(mutated, random, donor);
  return mutated;
}

function flipBits(bytes: Uint8Array, random: Random): Uint8Array {
  const copy = bytes.slice();
  for (let count = 1 + random.below(8); count > 0; count--) {
    const at = placeIn(bytes, random);
    copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8));
  }
  return copy;
}

function setBytes(bytes: Uint8Array, random: Random): Uint8Array {
  const copy = bytes.slice();
  const values = random.pick(interesting);
  const at = placeIn(bytes, random);
  copy.set(values.slice(0, Math.max(0, copy.length - at)), at);
  return copy;
}

function putIn(bytes: Uint8Array, random: Random): Uint8Array {
  const at = placeIn(bytes, random);
  return joined(bytes.subarray(0, at), Uint8Array.from(random.pick(interesting)), bytes.subarray(at));
}

function splice(bytes: Uint8Array, random: Random, donor: Uint8Array): Uint8Array {
  const from = placeIn(donor, random);
  const piece = donor.subarray(from, from + random.below(4096));
  const at = placeIn(bytes, random);
  const left = random.chance(0.5) ? at : Math.min(bytes.length, at + piece.length);
  return joined(bytes.subarray(0, at), piece, bytes.subarray(left));
}

function repeat(bytes: Uint8Array, random: Random): Uint8Array {
  const at = placeIn(bytes, random);
  const piece = bytes.subarray(at, at + 1 + random.below(64));
  const times = 1 + random.below(random.chance(0.1) ? 2000 : 4);
  return joined(bytes.subarray(0, at), ...Array.from({ length: times }, () => piece), bytes.subarray(at));
}

/** Most of a file are weights, where a change changes nothing: half of the places are near its begin. */
function placeIn(bytes: Uint8Array, random: Random): number {
  return random.below(random.chance(0.5) ? Math.min(bytes.length, 20_000) : bytes.length);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
