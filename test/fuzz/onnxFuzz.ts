import { HeadlightError } from '../../src/core/errors';
import { describeBlock } from '../../src/core/onnx/blocks/describeBlock';
import { findBlocks } from '../../src/core/onnx/blocks/findBlocks';
import { flowWithFused } from '../../src/core/onnx/fused/flowWithFused';
import { inlineCacheBranch } from '../../src/core/onnx/taps/inlineCacheBranch';
import { packTail } from '../../src/core/onnx/taps/packTail';
import { readModel } from '../../src/core/onnx/file/readModel';
import { tapModel } from '../../src/core/onnx/taps/tapModel';
import { weightBytes } from '../../src/core/onnx/file/weightBytes';
import { mutateBytes } from './mutateBytes';
import { mutateWire, type Parsed, type Stock } from './mutateWire';
import { Random } from './random';
import { parseMessage, type WireMessage, writeMessage } from './wireTree';

/** Mutations of real files, each made from its seed alone. */
export class OnnxFuzz {
  private readonly parsed: readonly Parsed[];
  private readonly stock: Stock;
  /** Places of small files. */
  private readonly small: readonly number[];

  /** @param files the files to be mutated, well-formed each */
  constructor(private readonly files: readonly Uint8Array[]) {
    this.small = files.flatMap(({ length }, index) => (length < 8192 ? [index] : []));
    const messages = files.map((bytes) => parseMessage(bytes));
    this.parsed = messages.map((message) => ({ message, names: namesIn(message) }));
    const all = messages.flatMap(withInner);
    const found = all.flatMap((message) => (message.kind === 'node' ? textsOf(message, 4) : []));
    this.stock = {
      messages: all.filter((_, index) => index % 7 === 0),
      // The names that every object of JavaScript has are no operators in any table.
      operators: [
        ...new Set([...found, 'constructor', 'toString', 'valueOf', '__proto__', 'hasOwnProperty']),
      ],
    };
  }

  /** The mutated file of a seed. */
  file(seed: number): Uint8Array {
    const random = new Random(seed);
    // A mutation in a small file reaches more: whole models are for what needs several blocks.
    const isSmall = this.small.length > 0 && random.chance(0.93);
    const index = isSmall ? random.pick(this.small) : random.below(this.files.length);
    const [bytes, parsed] = [this.files[index], this.parsed[index]];
    if (!bytes || !parsed) throw new RangeError('no files to mutate');
    if (random.chance(0.3)) return mutateBytes(bytes, random, random.pick(this.files));
    const mutated = writeMessage(mutateWire(parsed, random, this.stock));
    return random.chance(0.1) ? mutateBytes(mutated, random, random.pick(this.files)) : mutated;
  }
}

/**
 * Sends a file the whole way from bytes to a tapped graph, its tail packed too, and to its listing.
 * @returns the code of the HeadlightError that it ends with, or `tapped`
 * @throws whatever else is thrown: a defect
 */
export function tapWhole(bytes: Uint8Array): string {
  try {
    const model = inlineCacheBranch(readModel('model.onnx', bytes));
    const flow = flowWithFused(model);
    for (const block of findBlocks(model, flow).blocks) describeBlock(block);
    weightBytes(flow);
    const isTarget = ({ name }: { readonly name: string }): boolean => name.startsWith('decoder');
    const options = { withTail: true, keepOutputs: 'all', isTarget } as const;
    const tapped = tapModel('model.onnx', bytes, options);
    if (tapped.tail) packTail(tapped.flow, tapped.tail, {}).write(new Map());
    // What is written is a model again.
    readModel('tapped.onnx', tapped.graph);
    return 'tapped';
  } catch (thrown) {
    if (thrown instanceof HeadlightError) return thrown.code;
    throw thrown;
  }
}

function withInner(message: WireMessage): WireMessage[] {
  return [message, ...message.fields.flatMap(({ inner }) => (inner ? withInner(inner) : []))];
}

function namesIn(message: WireMessage): string[] {
  const names = withInner(message).flatMap((each) =>
    each.kind === 'node' ? [...textsOf(each, 1), ...textsOf(each, 2)] : [],
  );
  return [...new Set(names)];
}

function textsOf({ fields }: WireMessage, number: number): string[] {
  return fields.flatMap((field) =>
    field.number === number ? [new TextDecoder().decode(field.payload)] : [],
  );
}
