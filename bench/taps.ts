import { bindBlocks } from '../src/core/attention/bindBlocks';
import { tapModel } from '../src/core/onnx/taps/tapModel';
import { createSession } from '../src/worker/session/createSession';
import { fillFeeds } from '../src/worker/session/fillFeeds';
import * as ort from 'onnxruntime-web/wasm';
import { interleaved, median, ratio } from './median';

export interface TapFigures {
  readonly tokens: number;
  /** The model's own outputs and the taps ÷ the model's own outputs. */
  readonly added: number;
  /** The taps alone, without what only the model's outputs need ÷ the model's own outputs. */
  readonly run: number;
  /** Rows of one word in all heads of all layers ÷ the plain run. */
  readonly row: number;
  readonly rowMs: number;
}

const rounds = [
  { tokens: 32, repeats: 61 },
  { tokens: 128, repeats: 31 },
  { tokens: 512, repeats: 9 },
] as const;

export async function taps(bytes: Uint8Array, wasmBinary: ArrayBuffer): Promise<TapFigures[]> {
  const engine = { wasmBinary, threads: 1 };
  const files = { model: bytes, external: {} };
  const tapped = tapModel('bench', bytes, { withTail: true });
  const names = tapped.flow.graph.outputs.map((output) => output.name);
  const session = await createSession(engine, tapped, files);
  const both = await createSession(engine, tapModel('bench', bytes, { keepOutputs: names }), files);
  const plain = await ort.InferenceSession.create(bytes, { executionProviders: ['wasm'] });
  const figures: TapFigures[] = [];
  for (const { tokens, repeats } of rounds) {
    const ids = Array.from({ length: tokens }, (_, index) => 100 + ((index * 37) % 5000));
    const { feeds, lengths } = fillFeeds(tapped, { ids, inputs: {} });
    const plainFeeds = asTensors(
      fillFeeds({ ...tapped, needed: new Set(plain.inputNames) }, { ids, inputs: {} }).feeds,
    );
    const { bound } = bindBlocks(tapped.blocks, await session.run(feeds), { lengths });
    const row = new Float32Array(tokens);
    let query = 0;
    const oneWord = (): void => {
      query = (query + 1) % tokens;
      for (const block of bound) {
        for (let head = 0; head < block.heads; head++) block.row(head, query, row);
      }
    };
    const [plainTimes, addedTimes, runTimes, rowTimes = []] = await interleaved(
      [() => plain.run(plainFeeds), () => both.run(feeds), () => session.run(feeds), oneWord],
      repeats,
    );
    figures.push({
      tokens,
      added: ratio(addedTimes, plainTimes),
      run: ratio(runTimes, plainTimes),
      row: ratio(rowTimes, plainTimes),
      rowMs: median(rowTimes),
    });
  }
  return figures;
}

function asTensors(feeds: ReturnType<typeof fillFeeds>['feeds']): Record<string, ort.Tensor> {
  return Object.fromEntries(
    [...feeds].map(([name, { type, data, dims }]) => [
      name,
      // SAFETY: fillFeeds makes the array that the type goes with.
      new ort.Tensor(type as 'float32', data as Float32Array, dims),
    ]),
  );
}
