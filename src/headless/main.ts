import { startNodeWorker } from '../platform/node';
import { InferenceClient } from '../protocol/inferenceClient';
import type { EngineChoice } from '../protocol/workerHandle';
import { headless } from './headless';
import { printable } from './weightBars';

let engine: EngineChoice = 'auto';
const client = new InferenceClient(() =>
  startNodeWorker(__dirname, {
    engine,
    note: (text) => process.stderr.write(`${printable(text)}\n`),
  }),
);

// A reader that goes away, such as “head”, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

void headless(process.argv.slice(2), {
  client,
  useEngine: (choice) => {
    engine = choice;
  },
  places: {
    // npm runs a script in the package's folder, and tells where the user was.
    current: process.env.npm_lifecycle_event === 'headlight' ? (process.env.INIT_CWD ?? '.') : '.',
    dist: __dirname,
  },
  write: (text) => process.stdout.write(text),
  complain: (text) => process.stderr.write(text),
}).then((status) => {
  process.exitCode = status;
  client.dispose();
});
