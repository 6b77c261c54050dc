import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { HeadChoice } from '../core/analysis/choice';
import type { BlockKind } from '../core/onnx/blocks/block';
import type { Scope } from '../core/text/scope';
import type { EngineChoice } from '../protocol/workerHandle';
import { UsageError } from './usage';

interface EngineCommand {
  readonly engine: EngineChoice;
}

/** A word of a file, and the model that looks at it. */
export interface WordCommand extends EngineCommand {
  readonly file: string;
  readonly word: string;
  /** From 1. */
  readonly occurrence: number;
  readonly scope: Scope;
  /** Undefined for the bundled model. */
  readonly model: string | undefined;
  /** A tokenizer's file, or `ids`; undefined for the model's own. */
  readonly tokenizer: string | undefined;
  readonly json: boolean;
}

export interface ExplainCommand extends WordCommand {
  readonly name: 'explain';
  /** A word of the translation to ask about, in the place of the file's. */
  readonly target: string | undefined;
  readonly beams: number;
  /** Undefined for the kind that shows most of a model. */
  readonly kind: BlockKind | undefined;
  readonly layer: HeadChoice['layer'];
  readonly head: HeadChoice['head'];
}

export interface PredictCommand extends WordCommand {
  readonly name: 'predict';
  /** Predictions for each place. */
  readonly count: number;
}

export interface InspectCommand extends EngineCommand {
  readonly name: 'inspect';
  readonly model: string;
  readonly json: boolean;
}

export interface WeightsCommand extends EngineCommand {
  readonly name: 'weights';
  readonly model: string;
  /** As in a {@link WordCommand}. */
  readonly tokenizer: string | undefined;
  readonly text: string | undefined;
  readonly ids: readonly number[] | undefined;
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly npz: string;
}

export type Command =
  { readonly name: 'help' } | ExplainCommand | PredictCommand | InspectCommand | WeightsCommand;

/** What the arguments after the program's name ask for. Throws {@link UsageError}. */
export function readCommandLine(args: readonly string[]): Command {
  const [name, ...rest] = args;
  if (args.includes('--help') || args.includes('-h') || name === 'help') return { name: 'help' };
  switch (name) {
    case 'explain':
      return readExplain(rest);
    case 'predict':
      return readPredict(rest);
    case 'inspect':
      return readInspect(rest);
    case 'weights':
      return readWeights(rest);
    case undefined:
      throw new UsageError('Say what to do: explain, predict, inspect or weights.');
    default:
      throw new UsageError(`There is no command “${name}”: use explain, predict, inspect or weights.`);
  }
}

const engineOption = { engine: { type: 'string', default: 'auto' } } as const;

/** The options of a {@link WordCommand}. */
const wordOptions = {
  ...engineOption,
  word: { type: 'string' },
  occurrence: { type: 'string', default: '1' },
  scope: { type: 'string', default: 'paragraph' },
  model: { type: 'string' },
  tokenizer: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

function readExplain(args: readonly string[]): ExplainCommand {
  const { values, positionals } = parse(args, {
    ...wordOptions,
    target: { type: 'string' },
    beams: { type: 'string', default: '1' },
    kind: { type: 'string' },
    layer: { type: 'string', default: 'mean' },
    head: { type: 'string', default: 'mean' },
  });
  const { kind, layer, head } = values;
  const target = values.target?.trim();
  if (target === '') throw new UsageError('--target takes a word of the translation.');
  if (kind !== undefined && kind !== 'self' && kind !== 'causal' && kind !== 'cross') {
    throw new UsageError('--kind is self, causal or cross.');
  }
  return {
    name: 'explain',
    ...wordOf('explain', values, positionals),
    target,
    beams: positive('--beams', values.beams),
    kind,
    layer: layer === 'mean' ? layer : wholeNumber('--layer', layer),
    head: head === 'mean' || head === 'max' ? head : wholeNumber('--head', head),
  };
}

function readPredict(args: readonly string[]): PredictCommand {
  const { values, positionals } = parse(args, { ...wordOptions, count: { type: 'string', default: '5' } });
  return {
    name: 'predict',
    ...wordOf('predict', values, positionals),
    count: positive('--count', values.count),
  };
}

interface WordValues {
  readonly engine: string;
  readonly word?: string | undefined;
  readonly occurrence: string;
  readonly scope: string;
  readonly model?: string | undefined;
  readonly tokenizer?: string | undefined;
  readonly json: boolean;
}

function wordOf(command: string, values: WordValues, positionals: readonly string[]): WordCommand {
  const { word, scope, model, tokenizer, json } = values;
  if (word === undefined || word.trim() === '') throw new UsageError(`${command} needs --word and a word.`);
  if (scope !== 'sentence' && scope !== 'paragraph' && scope !== 'document') {
    throw new UsageError('--scope is sentence, paragraph or document.');
  }
  return {
    file: only(command, 'FILE', positionals),
    word: word.trim(),
    occurrence: positive('--occurrence', values.occurrence),
    scope,
    model,
    tokenizer,
    engine: engineOf(values),
    json,
  };
}

function readInspect(args: readonly string[]): InspectCommand {
  const { values, positionals } = parse(args, {
    ...engineOption,
    json: { type: 'boolean', default: false },
  });
  const { json } = values;
  return { name: 'inspect', model: only('inspect', 'MODEL', positionals), engine: engineOf(values), json };
}

function readWeights(args: readonly string[]): WeightsCommand {
  const { values, positionals } = parse(args, {
    ...engineOption,
    tokenizer: { type: 'string' },
    text: { type: 'string' },
    ids: { type: 'string' },
    input: { type: 'string', multiple: true, default: [] },
    npz: { type: 'string' },
  });
  const { text, npz } = values;
  if (npz === undefined || npz === '') throw new UsageError('weights needs --npz and the file to write.');
  const ids = values.ids === undefined ? undefined : numbers('--ids', values.ids);
  if (text !== undefined && ids !== undefined) throw new UsageError('Give --text or --ids, not both.');
  if (text === undefined && ids === undefined && values.input.length === 0) {
    throw new UsageError('weights needs --text or --ids.');
  }
  if (ids?.every((id) => Number.isSafeInteger(id) && id >= 0) === false) {
    throw new UsageError('--ids takes whole numbers from 0.');
  }
  const inputs = values.input.map((input) => {
    const at = input.lastIndexOf('=');
    if (at < 1) throw new UsageError(`--input takes NAME=1,0,…, not “${input}”.`);
    return [input.slice(0, at), numbers('--input', input.slice(at + 1))] as const;
  });
  return {
    name: 'weights',
    model: only('weights', 'MODEL', positionals),
    tokenizer: values.tokenizer,
    text,
    ids,
    inputs: Object.fromEntries(inputs),
    engine: engineOf(values),
    npz,
  };
}

function engineOf({ engine }: { readonly engine: string }): EngineChoice {
  if (engine === 'auto' || engine === 'wasm' || engine === 'native') return engine;
  throw new UsageError('--engine is auto, wasm or native.');
}

type Options = NonNullable<ParseArgsConfig['options']>;

function parse<const Names extends Options>(
  args: readonly string[],
  options: Names,
): ReturnType<typeof parseArgs<{ options: Names; allowPositionals: true }>> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (thrown) {
    throw new UsageError(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

function only(command: string, what: string, positionals: readonly string[]): string {
  const [first, second] = positionals;
  if (first === undefined || first === '') throw new UsageError(`${command} needs ${what}.`);
  if (second !== undefined) throw new UsageError(`${command} takes one ${what}; “${second}” is too much.`);
  return first;
}

function wholeNumber(option: string, value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new UsageError(`${option} takes a whole number, not “${value}”.`);
  return Number(value);
}

function positive(option: string, value: string): number {
  const number = wholeNumber(option, value);
  if (number < 1) throw new UsageError(`${option} counts from 1.`);
  return number;
}

function numbers(option: string, list: string): number[] {
  const values = list.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
  if (values.some(Number.isNaN)) throw new UsageError(`${option} takes numbers with commas between them.`);
  return values;
}
