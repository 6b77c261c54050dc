/**
 * What Headlight adds to plain inference on the bundled model: the run with taps, the rows computed from them, and the
 * way of a question to the worker and back. Medians of interleaved rounds; read the ratios, not the milliseconds. And what
 * the thread that asks has to do for it.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readBundledGraph } from './bundledModel';
import { clientThread } from './clientThread';
import { questions } from './questions';
import { taps } from './taps';
import { printWriting } from './printWriting';

const dist = path.join(process.cwd(), 'out', 'bench');
const engine = path.join(dist, 'ort-wasm-simd-threaded.wasm');

async function main(): Promise<void> {
  console.log(
    'Longest task on the asking thread, as the extension host’s is: ms of processor time (by the clock); bar 50\n',
  );
  for (const { what, longest } of await clientThread(dist)) {
    const cpu = longest.cpuMs?.toFixed(1) ?? 'unknown';
    console.log(`${what.padEnd(26)} ${cpu.padStart(7)} (${longest.wallMs.toFixed(0)})`);
  }
  console.log('');
  const wasmBinary = new Uint8Array(readFileSync(engine)).buffer;
  console.log('Tapped ÷ plain inference (bar 1.10), one thread\n');
  console.log('tokens   taps added   as Headlight runs it   row of one word, all heads, ÷ plain');
  for (const { tokens, added, run, row, rowMs } of await taps(readBundledGraph(), wasmBinary)) {
    const cells = [String(tokens).padStart(6), added.toFixed(3).padStart(12), run.toFixed(3).padStart(22)];
    console.log(`${cells.join(' ')}   ${row.toFixed(4)} (${rowMs.toFixed(2)} ms)`);
  }
  console.log(
    '\nAnother word of the same text: question to the worker and back, and what the answers weigh\n',
  );
  console.log('tokens    row (mean)       hover   every head   bytes: run     row   hover   self-check');
  for (const one of await questions(dist)) {
    const times = [one.rowMs, one.hoverMs, one.everyHeadMs].map((ms) => `${ms.toFixed(2)} ms`.padStart(11));
    const bytes = [one.runBytes, one.rowBytes, one.hoverBytes].map((size) => String(size).padStart(7));
    console.log(
      `${String(one.tokens).padStart(6)}   ${times.join(' ')}       ${bytes.join(' ')}   ${one.selfCheck.toExponential(1).padStart(10)}`,
    );
  }
  await printWriting(dist);
}

void main();
