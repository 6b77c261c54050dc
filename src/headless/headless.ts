import { describe, HeadlightError, toErrorShape } from '../core/errors';
import { errorSentence } from '../core/sentences';
import type { InferenceClient } from '../protocol/inferenceClient';
import type { EngineChoice } from '../protocol/workerHandle';
import { readCommandLine, type Command } from './commandLine';
import { explain } from './explain';
import { inspect } from './inspect';
import type { Places } from './modelLocation';
import { predict } from './predict';
import { help, UsageError } from './usage';
import { printable } from './weightBars';
import { weights } from './weights';

/** What the headless entry is given by the process that it runs in. */
export interface Terminal {
  readonly client: InferenceClient;
  /** Says which engine the client's worker is to have; before the first question. */
  readonly useEngine: (engine: EngineChoice) => void;
  readonly places: Places;
  /** Standard output. */
  readonly write: (text: string) => void;
  /** Standard error. */
  readonly complain: (text: string) => void;
}

/** Does what the arguments say. Answers with the exit status: 0, 1 for a refusal or a bad input, 2 for wrong usage. */
export async function headless(args: readonly string[], terminal: Terminal): Promise<0 | 1 | 2> {
  try {
    await obey(readCommandLine(args), terminal);
    return 0;
  } catch (thrown) {
    if (thrown instanceof UsageError) {
      terminal.complain(`${printable(thrown.message)} See headlight --help.\n`);
      return 2;
    }
    terminal.complain(`${printable(sentenceFor(thrown))}\n`);
    return 1;
  }
}

async function obey(command: Command, { client, useEngine, places, write }: Terminal): Promise<void> {
  if (command.name !== 'help') useEngine(command.engine);
  switch (command.name) {
    case 'help':
      write(help);
      return;
    case 'explain':
      write(await explain(command, client, places));
      return;
    case 'predict':
      write(await predict(command, client, places));
      return;
    case 'weights':
      write(await weights(command, client, places));
      return;
    case 'inspect': {
      const { output, refusal } = await inspect(command, client, places);
      write(output);
      if (refusal) throw refusal;
    }
  }
}

/** What has no sentence of its own is a defect: then the first line of what was thrown helps to find it. */
function sentenceFor(thrown: unknown): string {
  const shape = toErrorShape(thrown);
  const sentence = errorSentence(shape);
  if (shape.code !== 'internal') return sentence;
  const cause = describe(thrown instanceof HeadlightError ? thrown.cause : thrown);
  return `${sentence} (${cause.split('\n')[0] ?? ''})`;
}
