import { bindBlocks } from '../../../src/core/attention/bindBlocks';
import type { BoundBlock, BoundBlocks } from '../../../src/core/attention/boundBlock';
import type { TappedModel } from '../../../src/core/onnx/taps/tappedModel';
import { tapModel } from '../../../src/core/onnx/taps/tapModel';
import type { Tensors } from '../../../src/core/onnx/graph/tensor';
import { createSession } from '../../../src/worker/session/createSession';
import { fillFeeds } from '../../../src/worker/session/fillFeeds';
import type { Engine, FeedQuestion } from '../../../src/worker/session/sessionTypes';
import { engine } from './engineForTests';

const wasm = engine();

export interface BoundRun extends BoundBlocks {
  readonly tapped: TappedModel;
  readonly feeds: Tensors;
  readonly tensors: Tensors;
}

/** Taps, loads and runs a model, and binds its blocks, as the worker does. */
export async function boundRun(
  name: string,
  model: Uint8Array,
  question: FeedQuestion,
  external: Readonly<Record<string, Uint8Array>> = {},
): Promise<BoundRun> {
  const [run] = await boundRuns(name, model, [question], external);
  if (!run) throw new Error('no run');
  return run;
}

/** Several runs of one session. */
export async function boundRuns(
  name: string,
  model: Uint8Array,
  questions: readonly FeedQuestion[],
  external: Readonly<Record<string, Uint8Array>> = {},
  on: Engine = wasm,
): Promise<readonly BoundRun[]> {
  const tapped = tapModel(name, model, { external: new Set(Object.keys(external)) });
  const session = await createSession(on, tapped, { model, external });
  const runs: BoundRun[] = [];
  for (const question of questions) {
    const { feeds, lengths } = fillFeeds(tapped, question);
    const tensors = await session.run(feeds);
    // Frames of speech are no tokens, whose number rows and columns must have in a model of text.
    const isSpeech = tapped.inputs.some((input) => input.name === 'input_features');
    const bound = bindBlocks(tapped.blocks, tensors, isSpeech ? {} : { lengths });
    runs.push({ tapped, feeds, tensors, ...bound });
  }
  await session.dispose();
  return runs;
}

/** All rows of a block: `[heads, queries, keys]`, flat. */
export function allRows({ heads, queries, keys, row }: BoundBlock): Float32Array {
  const rows = new Float32Array(heads * queries * keys);
  for (let index = 0; index < heads * queries; index++) {
    row(Math.floor(index / queries), index % queries, rows, index * keys);
  }
  return rows;
}

/** The largest difference between two lists; NaN where one is NaN and the other is not. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let largest = 0;
  for (let index = 0; index < a.length; index++) {
    const [left = NaN, right = NaN] = [a[index], b[index]];
    if (Number.isNaN(left) && Number.isNaN(right)) continue;
    const difference = Math.abs(left - right);
    largest = Number.isNaN(difference) ? Infinity : Math.max(largest, difference);
  }
  return largest;
}
