import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { bindBlocks } from '../../src/core/attention/bindBlocks';
import type { BoundBlocks } from '../../src/core/attention/boundBlock';
import type { TappedModel } from '../../src/core/onnx/taps/tappedModel';
import { tapModel } from '../../src/core/onnx/taps/tapModel';
import type { Tensors } from '../../src/core/onnx/graph/tensor';
import { createSession } from '../../src/worker/session/createSession';
import { fillFeeds } from '../../src/worker/session/fillFeeds';
import { runtimeOf } from '../../src/worker/session/runtime';
import type { Engine } from '../../src/worker/session/sessionTypes';

/** A model in one engine, as Headlight runs it and as it comes. */
export interface OpenBert {
  readonly tapped: TappedModel;
  /** The run as Headlight makes it: the taps, and not the model's outputs. */
  readonly runTapped: (tokens: number) => Promise<Tensors>;
  /** The model's own outputs and nothing else. */
  readonly runPlain: (tokens: number) => Promise<unknown>;
  readonly bind: (tensors: Tensors, tokens: number) => BoundBlocks;
  readonly dispose: () => Promise<void>;
}

/** Token ids of a text of so many tokens. */
export function idsOf(tokens: number): number[] {
  return Array.from({ length: tokens }, (_, index) => 100 + ((index * 37) % 5000));
}

export async function openBert(engine: Engine, file: string): Promise<OpenBert> {
  const bytes = new Uint8Array(readFileSync(file));
  const isNative = 'native' in engine;
  const weightsFile = isNative ? path.basename(file) : undefined;
  const tapped = tapModel(file, bytes, { withTail: true, weightsFile });
  const session = await createSession(
    engine,
    tapped,
    isNative
      ? { model: undefined, external: {}, folder: path.dirname(file) }
      : { model: bytes, external: {} },
  );
  const { Tensor: OwnTensor } = runtimeOf(engine);
  const plain = await openPlain(engine, bytes);
  const feedsOf = (tokens: number): Tensors => fillFeeds(tapped, { ids: idsOf(tokens), inputs: {} }).feeds;
  const all = { ...tapped, needed: new Set(plain.inputNames) };
  return {
    tapped,
    runTapped: (tokens) => session.run(feedsOf(tokens)),
    runPlain: (tokens) =>
      plain.run(asTensors(fillFeeds(all, { ids: idsOf(tokens), inputs: {} }).feeds, OwnTensor)),
    bind: (tensors, tokens) => bindBlocks(tapped.blocks, tensors, { lengths: [tokens], checkBudget: 1e6 }),
    dispose: async () => {
      await session.dispose();
      await plain.release();
    },
  };
}

/** The file as it is, under the engine's defaults but for the number of threads. */
function openPlain(engine: Engine, bytes: Uint8Array): Promise<InferenceSession> {
  const { create } = runtimeOf(engine);
  const graph = { path: 'plain', graph: bytes, weightsFile: '', externalFiles: [], outputs: new Map() };
  return create(graph, { model: undefined, external: {} });
}

export function asTensors(feeds: Tensors, OwnTensor: typeof Tensor): Record<string, Tensor> {
  return Object.fromEntries(
    [...feeds].map(([name, { type, data, dims }]) => [
      name,
      // SAFETY: fillFeeds makes the array that the type goes with.
      new OwnTensor(type as 'float32', data as Float32Array, dims),
    ]),
  );
}
