/**
 * What Headlight adds to plain inference on the bundled model: the run with taps, the rows computed from them, and the
 * way of a question to the worker and back. Medians of interleaved rounds; read the ratios, not the milliseconds.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { questions } from './questions';
import { taps } from './taps';

const root = process.cwd();
const model = path.join(root, 'models', 'headlight-encoder');
const engine = path.join(root, 'out', 'bench', 'ort-wasm-simd-threaded.wasm');

async function main(): Promise<void> {
  const bytes = new Uint8Array(readFileSync(path.join(model, 'onnx', 'model.onnx')));
  const wasmBinary = new Uint8Array(readFileSync(engine)).buffer;
  console.log('Tapped ÷ plain inference (bar 1.10), one thread\n');
  console.log('tokens   taps added   as Headlight runs it   row of one word, all heads, ÷ plain');
  for (const { tokens, added, run, row, rowMs } of await taps(bytes, wasmBinary)) {
    const cells = [String(tokens).padStart(6), added.toFixed(3).padStart(12), run.toFixed(3).padStart(22)];
    console.log(`${cells.join(' ')}   ${row.toFixed(4)} (${rowMs.toFixed(2)} ms)`);
  }
  console.log(
    '\nAnother word of the same text: question to the worker and back, and what the answers weigh\n',
  );
  console.log('tokens    row (mean)       hover   every head   bytes: run     row   hover');
  for (const one of await questions(path.dirname(engine), model)) {
    const times = [one.rowMs, one.hoverMs, one.everyHeadMs].map((ms) => `${ms.toFixed(2)} ms`.padStart(11));
    const bytes = [one.runBytes, one.rowBytes, one.hoverBytes].map((size) => String(size).padStart(7));
    console.log(`${String(one.tokens).padStart(6)}   ${times.join(' ')}       ${bytes.join(' ')}`);
  }
}

void main();
