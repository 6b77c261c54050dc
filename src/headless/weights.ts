import path from 'node:path';
import type { RunAnswer } from '../protocol/inference';
import type { InferenceClient } from '../protocol/inferenceClient';
import type { WeightsCommand } from './commandLine';
import { openModel, type Places } from './modelLocation';
import { writeNpz } from './npz';

/** Writes the exact weights of every block of a run, and says what was written. Throws HeadlightError. */
export async function weights(
  command: WeightsCommand,
  client: InferenceClient,
  places: Places,
): Promise<string> {
  const { model } = await openModel(client, command, places);
  const run = await runOf(command, client, model);
  const lines: string[] = [];
  const arrays = async function* (): AsyncGenerator<{ name: string; data: Float32Array; shape: number[] }> {
    for (const [block, { layer, kind }] of run.blocks.entries()) {
      const answer = await client.ask.blockWeights({ run: run.run, block });
      const shape = [...answer.shape];
      lines.push(`block${block}: layer ${layer}, ${kind}, [${shape.join(', ')}]\n`);
      yield { name: `block${block}`, data: answer.weights, shape };
    }
  };
  await writeNpz(path.resolve(places.current, command.npz), command.npz, arrays());
  return lines.join('');
}

function runOf(command: WeightsCommand, client: InferenceClient, model: number): Promise<RunAnswer> {
  const { text, ids, inputs } = command;
  if (text === undefined) return client.ask.runIds({ model, ids, inputs });
  // All of the text is asked for, so that too long a text is refused instead of cut.
  return client.ask.run({ model, text, inputs, around: { start: 0, end: text.length } });
}
