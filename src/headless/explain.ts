import path from 'node:path';
import { HeadlightError } from '../core/errors';
import { scopeSpan } from '../core/text/scope';
import { overlaps, shift, type Span } from '../core/text/span';
import type { BlockAnswer, RunAnswer } from '../protocol/inference';
import type { InferenceClient } from '../protocol/inferenceClient';
import type { ExplainCommand } from './commandLine';
import { findWord } from './findWord';
import { locateModel, type Places } from './modelLocation';
import { readTextFile } from './textFile';
import { printable, weightBars } from './weightBars';

/** Words in a listing. */
const listed = 12;

/** What a word of a file attends to, as text for the terminal or as `headlight.explain/1`. Throws HeadlightError. */
export async function explain(
  command: ExplainCommand,
  client: InferenceClient,
  places: Places,
): Promise<string> {
  const text = await readTextFile(path.resolve(places.current, command.file), command.file);
  const word = findWord(text, command.word, command.occurrence);
  const scope = scopeSpan(text, word, command.scope);
  const { key, load } = locateModel(command.model, places);
  const model = await client.open(key, load, 0);
  const passage = text.slice(scope.start, scope.end);
  const around = shift(word, -scope.start);
  const run = await client.ask.run({ model: model.model, text: passage, around });
  const query = run.tokens.flatMap((token, index) => (overlaps(token, around) ? [index] : []));
  if (query.length === 0) throw new HeadlightError('text-query-no-tokens', { model: model.name });
  const found: Found = {
    command,
    name: model.name,
    text,
    start: scope.start,
    run: { ...run, cut: run.cut || scope.cut },
    query,
  };
  return command.json ? json(found, client) : listing(found, client);
}

interface Found {
  readonly command: ExplainCommand;
  readonly name: string;
  /** The whole file. */
  readonly text: string;
  /** Where in it the text of the run starts. */
  readonly start: number;
  readonly run: RunAnswer;
  readonly query: readonly number[];
}

async function json({ name, text, start, run, query }: Found, client: InferenceClient): Promise<string> {
  const { weights } = await client.ask.everyHead({ run: run.run, tokens: query, direction: 'attendsTo' });
  const analysed: Span = shift(run.analysed, start);
  const answer = {
    schema: 'headlight.explain/1',
    model: name,
    text: text.slice(analysed.start, analysed.end),
    range: { start: analysed.start, end: analysed.end },
    cut: run.cut,
    tokens: run.tokens.map(({ id, text: piece, special, ...span }) => ({
      id,
      text: piece,
      start: span.start + start,
      end: span.end + start,
      special,
    })),
    query,
    blocks: run.blocks.map(({ layer, kind, heads, keyValueHeads, headSize, scale }) => ({
      layer,
      kind,
      heads: heads ?? null,
      keyValueHeads: keyValueHeads ?? null,
      headSize: headSize ?? null,
      scale: scale ?? null,
    })),
    weights: weights.map((block, index) => byHead(block, run.blocks[index])),
    selfCheck: { maxAbsError: run.selfCheck.maxAbsError },
    refused: run.refused,
  };
  return `${JSON.stringify(answer)}\n`;
}

/** `[head][key]`. Nine digits are what tells every float32 from its neighbours. */
function byHead(weights: Float32Array, block: BlockAnswer | undefined): number[][] {
  const heads = block?.heads ?? 0;
  const keys = heads > 0 ? weights.length / heads : 0;
  return Array.from({ length: heads }, (_, head) =>
    Array.from(weights.subarray(head * keys, (head + 1) * keys), (weight) => Number(weight.toPrecision(9))),
  );
}

async function listing(found: Found, client: InferenceClient): Promise<string> {
  const { command, name, text, start, run, query } = found;
  const { choice } = command;
  const question = {
    run: run.run,
    tokens: query,
    choice,
    direction: 'attendsTo' as const,
    hideSpecial: true,
  };
  const [{ hidden }, { chosen, sharpest }] = await Promise.all([
    client.ask.row(question),
    client.ask.topWords({ ...question, count: listed }),
  ]);
  const { line, column } = position(text, (run.tokens[query[0] ?? 0]?.start ?? 0) + start);
  const share = Math.round(100 * hidden);
  return [
    `“${printable(command.word)}” at line ${line}, column ${column}, ${headName(choice)} of ${name}\n`,
    weightBars(chosen.words),
    share > 0 ? `Special tokens are left out; ${share} % of the weight lies on them.\n` : '',
    sharpest ? `\nSharpest: ${headName(sharpest.choice)}\n${weightBars(sharpest.words.slice(0, 3))}` : '',
    run.cut ? 'The text was cut to the model’s length.\n' : '',
    ...run.refused.map(({ node, reason }) => `Not shown: ${printable(node)}: ${printable(reason)}\n`),
    `Self-check: largest error ${run.selfCheck.maxAbsError.toExponential(1)}\n`,
  ].join('');
}

function headName({ layer, head }: ExplainCommand['choice']): string {
  const layerName = layer === 'mean' ? 'mean over layers' : `layer ${layer}`;
  return typeof head === 'number' ? `${layerName}, head ${head}` : `${layerName}, ${head} over heads`;
}

/** Line and column from 1, the column in UTF-16 units, as editors show them. */
function position(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
