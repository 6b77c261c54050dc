import { errorMessages, formatMessage } from '../core/errorMessages';
import { describe, HeadlightError, toErrorShape } from '../core/errors';
import { startNodeWorker } from '../platform/node';
import { InferenceClient } from '../protocol/inferenceClient';
import { readCommandLine, type Command } from './commandLine';
import { explain } from './explain';
import { inspect } from './inspect';
import type { Places } from './modelLocation';
import { help, UsageError } from './usage';
import { weights } from './weights';
import { printable } from './weightBars';

async function main(args: readonly string[]): Promise<number> {
  const places: Places = {
    current: process.env.npm_lifecycle_event ? (process.env.INIT_CWD ?? process.cwd()) : process.cwd(),
    dist: __dirname,
  };
  let client: InferenceClient | undefined;
  try {
    const command = readCommandLine(args);
    if (command.name === 'help') {
      process.stdout.write(help);
      return 0;
    }
    client = new InferenceClient(() => startNodeWorker(places.dist));
    await obey(command, client, places);
    return 0;
  } catch (thrown) {
    if (thrown instanceof UsageError) {
      process.stderr.write(`${printable(thrown.message)} See headlight --help.\n`);
      return 2;
    }
    process.stderr.write(`${printable(sentenceFor(thrown))}\n`);
    return 1;
  } finally {
    client?.dispose();
  }
}

async function obey(
  command: Exclude<Command, { readonly name: 'help' }>,
  client: InferenceClient,
  places: Places,
): Promise<void> {
  if (command.name === 'inspect') {
    const { output, refusal } = await inspect(command, client, places);
    process.stdout.write(output);
    if (refusal) throw refusal;
    return;
  }
  const output =
    command.name === 'explain'
      ? await explain(command, client, places)
      : await weights(command, client, places);
  process.stdout.write(output);
}

/** One line for a terminal; what has no sentence of its own is a defect, and shows what was thrown. */
function sentenceFor(thrown: unknown): string {
  const { code, params } = toErrorShape(thrown);
  const sentence = formatMessage(errorMessages[code], params);
  if (code !== 'internal') return sentence;
  const cause = thrown instanceof HeadlightError ? describe(thrown.cause) : describe(thrown);
  return `${sentence} (${cause.split('\n')[0] ?? ''})`;
}

// A reader that goes away, such as “head”, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
void main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
