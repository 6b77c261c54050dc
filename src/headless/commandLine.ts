import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { HeadChoice } from '../core/analysis/choice';
import type { Scope } from '../core/text/scope';
import { UsageError } from './usage';

export interface ExplainCommand {
  readonly name: 'explain';
  readonly file: string;
  readonly word: string;
  /** From 1. */
  readonly occurrence: number;
  readonly scope: Scope;
  /** Undefined for the bundled model. */
  readonly model: string | undefined;
  readonly choice: HeadChoice;
  readonly json: boolean;
}

export interface InspectCommand {
  readonly name: 'inspect';
  readonly model: string;
  readonly json: boolean;
}

export interface WeightsCommand {
  readonly name: 'weights';
  readonly model: string;
  readonly text: string | undefined;
  readonly ids: readonly number[] | undefined;
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly npz: string;
}

export type Command = { readonly name: 'help' } | ExplainCommand | InspectCommand | WeightsCommand;

/** What the arguments after the program's name ask for. Throws {@link UsageError}. */
export function readCommandLine(args: readonly string[]): Command {
  const [name, ...rest] = args;
  if (args.includes('--help') || args.includes('-h') || name === 'help') return { name: 'help' };
  switch (name) {
    case 'explain':
      return readExplain(rest);
    case 'inspect':
      return readInspect(rest);
    case 'weights':
      return readWeights(rest);
    case undefined:
      throw new UsageError('Say what to do: explain, inspect or weights.');
    default:
      throw new UsageError(`There is no command “${name}”: use explain, inspect or weights.`);
  }
}

function readExplain(args: readonly string[]): ExplainCommand {
  const { values, positionals } = parse(args, {
    word: { type: 'string' },
    occurrence: { type: 'string', default: '1' },
    scope: { type: 'string', default: 'paragraph' },
    model: { type: 'string' },
    layer: { type: 'string', default: 'mean' },
    head: { type: 'string', default: 'mean' },
    json: { type: 'boolean', default: false },
  });
  const word = values.word;
  if (word === undefined || word.trim() === '') throw new UsageError('explain needs --word and a word.');
  const occurrence = wholeNumber('--occurrence', values.occurrence);
  if (occurrence < 1) throw new UsageError('--occurrence counts from 1.');
  const { scope } = values;
  if (scope !== 'sentence' && scope !== 'paragraph' && scope !== 'document') {
    throw new UsageError('--scope is sentence, paragraph or document.');
  }
  return {
    name: 'explain',
    file: only('explain', 'FILE', positionals),
    word: word.trim(),
    occurrence,
    scope,
    model: values.model,
    choice: {
      layer: values.layer === 'mean' ? 'mean' : wholeNumber('--layer', values.layer),
      head:
        values.head === 'mean' || values.head === 'max' ? values.head : wholeNumber('--head', values.head),
    },
    json: values.json,
  };
}

function readInspect(args: readonly string[]): InspectCommand {
  const { values, positionals } = parse(args, { json: { type: 'boolean', default: false } });
  return { name: 'inspect', model: only('inspect', 'MODEL', positionals), json: values.json };
}

function readWeights(args: readonly string[]): WeightsCommand {
  const { values, positionals } = parse(args, {
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
    text,
    ids,
    inputs: Object.fromEntries(inputs),
    npz,
  };
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

function numbers(option: string, list: string): number[] {
  const values = list.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
  if (values.some(Number.isNaN)) throw new UsageError(`${option} takes numbers with commas between them.`);
  return values;
}
