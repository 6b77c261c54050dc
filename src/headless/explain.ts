import { largeError } from '../core/attention/largeError';
import { reasonSentence } from '../core/sentences';
import { overlaps, shift, type Span } from '../core/text/span';
import type { BlockKind, Direction, RunAnswer, Side, TokenAnswer } from '../protocol/inference';
import type { BlockAnswer, ModelKind } from '../protocol/models';
import type { InferenceClient } from '../protocol/inferenceClient';
import { HeadlightError } from '../core/errors';
import type { ExplainCommand } from './commandLine';
import { findWord } from './findWord';
import { openModel, type Places } from './modelLocation';
import { readPassage, type Passage } from './passage';
import { UsageError } from './usage';
import { printable, weightBars } from './weightBars';

/** Words in a listing. */
const listed = 12;

/** The kind of attention that shows most of a model. */
const usualKind: Readonly<Record<ModelKind, BlockKind>> = {
  encoder: 'self',
  decoder: 'causal',
  encoderDecoder: 'cross',
};

/** What a word of a file attends to, as text for the terminal or as `headlight.explain/1`. Throws HeadlightError. */
export async function explain(
  command: ExplainCommand,
  client: InferenceClient,
  places: Places,
): Promise<string> {
  const passage = await readPassage(command, places);
  const model = await openModel(client, command, places);
  const { text, around } = passage;
  const run = await client.ask.run({ model: model.model, text, around, beams: command.beams });
  const kind = command.kind ?? usualKind[model.kind];
  const found: Found = {
    command,
    name: model.name,
    passage,
    run,
    kind,
    ...asked(command, kind, run, around),
  };
  if (found.query.length === 0) throw new HeadlightError('text-query-no-tokens', { model: model.name });
  return command.json ? json(found, client) : listing(found, client);
}

interface Found extends Asked {
  readonly command: ExplainCommand;
  readonly name: string;
  readonly passage: Passage;
  readonly run: RunAnswer;
  readonly kind: BlockKind;
}

/** Which tokens are asked about, and which way: keys of cross-attention can only be attended to. */
interface Asked {
  readonly query: readonly number[];
  readonly side: Side;
  readonly direction: Direction;
}

function asked({ target }: ExplainCommand, kind: BlockKind, run: RunAnswer, around: Span): Asked {
  const { queries = 'source', keys = 'source' } = run.blocks.find((block) => block.kind === kind) ?? {};
  const side = target === undefined ? 'source' : 'target';
  if (side !== queries && side !== keys) {
    throw new UsageError(
      side === 'source'
        ? `--kind ${kind} is about the translation: name a word of it with --target.`
        : `--target takes a word of a translation; --kind ${kind} of this model is about the text.`,
    );
  }
  const span = target === undefined ? around : findWord(run.target?.text ?? '', target, 1);
  const tokens: readonly TokenAnswer[] = side === 'source' ? run.tokens : (run.target?.tokens ?? []);
  return {
    query: tokens.flatMap((token, index) => (overlaps(token, span) ? [index] : [])),
    side,
    direction: side === queries ? 'attendsTo' : 'attendedBy',
  };
}

async function json(found: Found, client: InferenceClient): Promise<string> {
  const { name, passage, run, query, kind, side, direction } = found;
  const { weights } = await client.ask.everyHead({ run: run.run, side, tokens: query, direction });
  const { start } = passage;
  const analysed = shift(run.analysed, start);
  const answer = {
    schema: 'headlight.explain/1',
    model: name,
    text: passage.file.slice(analysed.start, analysed.end),
    range: { start: analysed.start, end: analysed.end },
    cut: run.cut || passage.cut,
    tokens: run.tokens.map((token) => plainToken(token, start)),
    target: run.target
      ? { text: run.target.text, tokens: run.target.tokens.map((token) => plainToken(token, 0)) }
      : null,
    kind,
    side,
    direction,
    query,
    blocks: run.blocks.map((block) => ({
      layer: block.layer,
      kind: block.kind,
      queries: block.queries,
      keys: block.keys,
      heads: block.heads ?? null,
      keyValueHeads: block.keyValueHeads ?? null,
      headSize: block.headSize ?? null,
      scale: block.scale ?? null,
    })),
    weights: weights.map((block, index) => byHead(block, run.blocks[index])),
    selfCheck: { maxAbsError: run.selfCheck.maxAbsError },
    refused: run.refused.map(({ node, reason }) => ({ node, reason: reasonSentence(reason) })),
  };
  return `${JSON.stringify(answer)}\n`;
}

function plainToken({ id, text, special, ...span }: TokenAnswer, start: number): TokenAnswer {
  return { id, text, start: span.start + start, end: span.end + start, special };
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
  const { command, name, passage, run, query, kind, direction } = found;
  const { layer, head } = command;
  const choice = { kind, layer, head };
  const question = { run: run.run, tokens: query, choice, direction, hideSpecial: true };
  const [{ hidden }, { chosen, sharpest }] = await Promise.all([
    client.ask.row(question),
    client.ask.topWords({ ...question, count: listed }),
  ]);
  const share = Math.round(100 * hidden);
  return [
    run.target ? `Translation: ${printable(run.target.text)}\n` : '',
    `${place(found)}, ${headName(choice)} of ${name}\n`,
    weightBars(chosen.words),
    share > 0 ? `Special tokens are left out; ${share} % of the weight lies on them.\n` : '',
    sharpest ? `\nSharpest: ${headName(sharpest.choice)}\n${weightBars(sharpest.words.slice(0, 3))}` : '',
    run.cut || passage.cut ? 'The text was cut to the model’s length.\n' : '',
    ...run.refused.map(
      ({ node, reason }) => `Not shown: ${printable(node)}: ${printable(reasonSentence(reason))}\n`,
    ),
    selfCheckLine(run.selfCheck.maxAbsError),
  ].join('');
}

function selfCheckLine(error: number): string {
  const line = `Self-check: largest error ${error.toExponential(1)}`;
  return error > largeError
    ? `${line}. The model computes with fewer digits than these rows: small differences between weights mean nothing.\n`
    : `${line}\n`;
}

/** The word that is asked about, and where it stands. */
function place({ command, passage, side }: Found): string {
  if (side === 'target') return `“${printable(command.target ?? '')}” in the translation`;
  const { line, column } = passage.position(passage.around.start);
  return `“${printable(command.word)}” at line ${line}, column ${column}`;
}

function headName({ layer, head }: Pick<ExplainCommand, 'layer' | 'head'>): string {
  const layerName = layer === 'mean' ? 'mean over layers' : `layer ${layer}`;
  return typeof head === 'number' ? `${layerName}, head ${head}` : `${layerName}, ${head} over heads`;
}
