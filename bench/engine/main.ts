/**
 * The engines at BERT-base's dimensions, side by side: what tapping costs, what the rows cost, and how long what others do
 * takes on the same file. Medians of interleaved rounds within one run; read the ratios, not the milliseconds.
 */
import path from 'node:path';
import { bertFile } from './bertModel';
import { enginesWith } from './engines';
import { folder, readOptions } from './options';
import { peersPart } from './peersPart';
import { tapsPart } from './tapsPart';
import { threadsPart } from './threadsPart';

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const { parts, lengths, rounds, threads } = options;
  const file = bertFile(path.join(folder, 'bert-base'));
  const engines = enginesWith(threads);
  if (engines.length === 1)
    console.log('Without the native engine: the package onnxruntime-node is not installed.');
  const [has, rows] = [(part: (typeof parts)[number]) => parts.includes(part), parts.includes('rows')];
  if (has('taps') || rows) await tapsPart(engines, file, lengths, rounds, rows);
  if (has('peers')) await peersPart(engines, file, options);
  if (has('threads')) await threadsPart(file, lengths, rounds);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
