import path from 'node:path';
import { parseArgs } from 'node:util';

export const parts = ['taps', 'rows', 'peers', 'threads'] as const;
export type Part = (typeof parts)[number];

/** What of the bench is asked for. */
export interface Options {
  readonly parts: readonly Part[];
  /** Tokens of a text. */
  readonly lengths: readonly number[];
  /** Rounds of each comparison. */
  readonly rounds: number;
  /** Threads of every engine but where threads are what is measured. */
  readonly threads: number;
  /** The Python that has PyTorch and `transformers`. */
  readonly python: string;
  /** Whether transformers.js may be installed for the comparison, in a folder of its own. */
  readonly install: boolean;
}

const usage = `npm run bench -- engine [--parts ${parts.join(',')}] [--lengths 128,512,1024,2048] [--rounds 9] [--threads 1]
                       [--python python3] [--install-peers]`;

/** Reads the arguments behind `engine`. @throws Error with the usage */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      parts: { type: 'string', default: parts.join(',') },
      lengths: { type: 'string', default: '128,512,1024,2048' },
      rounds: { type: 'string', default: '9' },
      threads: { type: 'string', default: '1' },
      python: { type: 'string', default: process.platform === 'win32' ? 'python' : 'python3' },
      'install-peers': { type: 'boolean', default: false },
    },
  });
  const chosen = values.parts.split(',').map((name) => parts.find((part) => part === name));
  const lengths = values.lengths.split(',').map(Number);
  const numbers = [...lengths, Number(values.rounds), Number(values.threads)];
  if (!numbers.every((value) => Number.isInteger(value) && value > 0)) throw new Error(usage);
  return {
    parts: chosen.map((part) => {
      if (part === undefined) throw new Error(usage);
      return part;
    }),
    lengths,
    rounds: Number(values.rounds),
    threads: Number(values.threads),
    python: values.python,
    install: values['install-peers'],
  };
}

/** Where the bench keeps what it makes: git-ignored. */
export const folder = path.join(process.cwd(), 'out', 'bench');
