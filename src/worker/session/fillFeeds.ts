import { HeadlightError } from '../../core/errors';
import type { ValueInfo } from '../../core/onnx/graph/model';
import type { TappedModel } from '../../core/onnx/taps/tappedModel';
import { type ElementType, type Tensor, type TensorData } from '../../core/onnx/graph/tensor';
import { cacheSizes, emptyCache, type CacheSizes } from './emptyCache';
import { inputRole, type InputRole } from './inputRole';
import { inputShape, type AxisSizes } from './inputShape';
import { refuseInput } from './refuseInput';
import type { FeedQuestion, FilledFeeds } from './sessionTypes';

/**
 * The inputs of one run: tensors that are given whole, values that are given by name, then the token ids, and what follows from their number (masks of ones,
 * token types of zeros, positions 0, 1, …, an empty cache). Ids also feed a decoder that is given none. Errors:
 * `input-unknown`, `input-size`, and `model-input` for an input that cannot be filled in.
 */
export function fillFeeds(
  tapped: Pick<TappedModel, 'inputs' | 'needed'> & Partial<Pick<TappedModel, 'blocks'>>,
  question: FeedQuestion,
): FilledFeeds {
  for (const name of Object.keys(question.inputs)) {
    if (!tapped.inputs.some((input) => input.name === name)) {
      const names = tapped.inputs.map((input) => input.name).join(', ');
      throw new HeadlightError('input-unknown', { name, names });
    }
  }
  const inputs = tapped.inputs.filter((input) => tapped.needed.has(input.name));
  const filler = new Filler(question, cacheSizes(tapped.blocks ?? []));
  const roles = inputs.map((input) => ({ input, role: inputRole(input) }));
  const isGiven = ({ input: { name } }: { input: ValueInfo }): boolean =>
    question.tensors?.has(name) === true || Object.hasOwn(question.inputs, name);
  const isText = ({ role }: { role: InputRole }): boolean => role === 'ids' || role === 'decoderIds';
  // What is given says how long the rest must be, and the ids say more than a mask.
  for (const each of roles.filter((one) => isGiven(one) && isText(one))) filler.give(each.input, each.role);
  for (const each of roles.filter((one) => isGiven(one) && !isText(one))) filler.give(each.input, each.role);
  for (const each of roles.filter((one) => !isGiven(one) && isText(one))) filler.fill(each.input, each.role);
  for (const each of roles.filter((one) => !isGiven(one) && !isText(one))) filler.fill(each.input, each.role);
  return { feeds: filler.feeds, lengths: [...filler.lengths] };
}

class Filler {
  readonly feeds = new Map<string, Tensor>();
  readonly lengths = new Set<number>();
  private readonly sizes: AxisSizes = new Map();
  private idsLength: number | undefined;
  private decoderLength: number | undefined;
  /** Of a sequence of vectors that is given: encoder states, or embeddings in the place of ids. */
  private vectorsLength: number | undefined;

  constructor(
    private readonly question: FeedQuestion,
    private readonly cache: CacheSizes,
  ) {}

  /** An input with what the question gives for it. */
  give(input: ValueInfo, role: InputRole): void {
    const whole = this.question.tensors?.get(input.name);
    if (!whole) {
      this.put(input, role, this.question.inputs[input.name] ?? []);
      return;
    }
    this.feeds.set(input.name, whole);
    this.note(input, role, whole.dims);
  }

  /** An input with values that follow from its role. */
  fill(input: ValueInfo, role: InputRole): void {
    const { ids } = this.question;
    const length = this.lengthFor(input, role);
    switch (role) {
      case 'ids':
      case 'decoderIds':
        if (!ids || (role === 'ids' && this.idsLength !== undefined)) throw unfillable(input);
        this.put(input, role, ids);
        return;
      case 'past':
        this.putEmpty(input);
        return;
      case 'flag':
        this.put(input, role, [0]);
        return;
      case 'states':
      case 'image':
      case 'audio':
      case 'unknown':
        refuseInput(input, role);
        throw unfillable(input);
      default:
        if (length === undefined) throw unfillable(input);
        this.put(input, role, valuesOf(role, length));
    }
  }

  private lengthFor(input: ValueInfo, role: InputRole): number | undefined {
    if (role === 'decoderMask' || role === 'decoderPositions') return this.decoderLength;
    const isOfEncoder = input.name.toLowerCase().includes('encoder');
    return isOfEncoder ? (this.vectorsLength ?? this.idsLength) : (this.idsLength ?? this.vectorsLength);
  }

  private put(input: ValueInfo, role: InputRole, values: readonly number[]): void {
    const data = dataOf(input.type, values);
    if (!data) throw unfillable(input);
    const dims = inputShape(input, values.length, this.sizes);
    this.feeds.set(input.name, { type: input.type, dims, data });
    this.note(input, role, dims);
  }

  /** Sequences of vectors, such as encoder states, count as text too. */
  private note(input: ValueInfo, role: InputRole, dims: readonly number[]): void {
    const isVectors = input.type.startsWith('float') && dims.length === 3;
    const isIds = role === 'ids' || role === 'decoderIds';
    const length = isIds ? dims.at(-1) : isVectors ? dims[1] : undefined;
    if (length === undefined) return;
    this.lengths.add(length);
    if (role === 'decoderIds') this.decoderLength = length;
    else if (role === 'ids') this.idsLength = length;
    else this.vectorsLength ??= length;
  }

  /** `[1, heads, 0, headSize]`: no earlier tokens. */
  private putEmpty(input: ValueInfo): void {
    const dims = emptyCache(input, this.cache);
    // No number is written into it, so that its type does not matter.
    const data = input.type.endsWith('16') ? new Uint16Array() : dataOf(input.type, []);
    if (!dims || !data) throw unfillable(input);
    this.feeds.set(input.name, { type: input.type, dims, data });
  }
}

function valuesOf(role: InputRole, length: number): readonly number[] {
  const isCount = role === 'positions' || role === 'decoderPositions';
  const isMask = role === 'mask' || role === 'decoderMask';
  return Array.from({ length }, (_, index) => (isCount ? index : isMask ? 1 : 0));
}

function dataOf(type: ElementType, values: readonly number[]): TensorData | undefined {
  switch (type) {
    case 'int64':
      return BigInt64Array.from(values, (value) => BigInt(Math.trunc(value)));
    case 'int32':
      return Int32Array.from(values);
    case 'float32':
      return Float32Array.from(values);
    case 'float64':
      return Float64Array.from(values);
    case 'bool':
      return Uint8Array.from(values, (value) => (value === 0 ? 0 : 1));
    case 'uint8':
      return Uint8Array.from(values);
    case 'int8':
      return Int8Array.from(values);
    default:
      return undefined;
  }
}

function unfillable({ name, type, shape }: ValueInfo): HeadlightError {
  const dims = shape ? `[${shape.join(', ')}]` : '';
  return new HeadlightError('model-input', { name, type: `${type}${dims}` });
}
