import { HeadlightError } from '../core/errors';
import { bar } from '../core/text/bar';
import { overlaps } from '../core/text/span';
import type { PredictAnswer, RunAnswer } from '../protocol/inference';
import type { ModelAnswer } from '../protocol/models';
import type { InferenceClient } from '../protocol/inferenceClient';
import type { PredictCommand } from './commandLine';
import { openModel, type Places } from './modelLocation';
import { readPassage, type Passage } from './passage';
import { printable } from './weightBars';

/**
 * What a masked language model puts in a word's place, or a decoder after it, as text for the terminal or as
 * `headlight.predict/1`. Throws HeadlightError.
 */
export async function predict(
  command: PredictCommand,
  client: InferenceClient,
  places: Places,
): Promise<string> {
  const passage = await readPassage(command, places);
  const model = await openModel(client, command, places);
  if (!model.predicts) throw new HeadlightError('model-no-predictions', { model: model.name });
  const run = await runFor(model, passage, client);
  const { places: predicted } = await client.ask.predict({
    run: run.run,
    tokens: placesOf(model, passage, run),
    count: command.count,
  });
  return command.json
    ? json(model, passage, run, predicted)
    : predicted.map((place) => listing(model, place, run)).join('\n');
}

type Predicted = PredictAnswer['places'];

/** The word is masked, or what follows it is kept from the model. */
function runFor(
  { model, predicts }: ModelAnswer,
  passage: Passage,
  client: InferenceClient,
): Promise<RunAnswer> {
  const { text, around } = passage;
  return predicts === 'masked'
    ? client.ask.run({ model, text, around, mask: around })
    : client.ask.run({ model, text: text.slice(0, around.end), around });
}

function placesOf({ predicts, name }: ModelAnswer, { around }: Passage, run: RunAnswer): number[] {
  const touched = run.tokens.flatMap((token, index) => (overlaps(token, around) ? [index] : []));
  const last = touched.at(-1);
  if (last === undefined) throw new HeadlightError('text-query-no-tokens', { model: name });
  return predicts === 'masked' ? touched : [last];
}

function json(model: ModelAnswer, { start }: Passage, run: RunAnswer, predicted: Predicted): string {
  const answer = {
    schema: 'headlight.predict/1',
    model: model.name,
    predicts: model.predicts,
    places: predicted.map(({ token, predictions, original }) => {
      const span = run.tokens[token] ?? { start: 0, end: 0 };
      return {
        token,
        start: span.start + start,
        end: span.end + start,
        predictions,
        original: original ?? null,
      };
    }),
  };
  return `${JSON.stringify(answer)}\n`;
}

function listing(model: ModelAnswer, { predictions, original }: Predicted[number], run: RunAnswer): string {
  const what = model.predicts === 'masked' ? 'In the word’s place' : 'After the word';
  const highest = predictions[0]?.probability ?? 0;
  return [
    `${what}, by ${model.name}:\n`,
    ...predictions.map(
      ({ text, probability }) =>
        `  ${probability.toFixed(3)} ${bar(highest > 0 ? probability / highest : 0, 24)} ${printable(text)}\n`,
    ),
    original
      ? `The text has “${printable(original.text)}”: probability ${original.probability.toPrecision(3)}, rank ${original.rank}\n`
      : '',
    run.cut ? 'The text was cut to the model’s length.\n' : '',
  ].join('');
}
