import type { Subject } from './subject';

/** What a run of the fuzzer found. */
export interface Findings {
  /** Files by what they ended with. */
  readonly endings: Readonly<Record<string, number>>;
  /** The first lines of a stack for each defect, with a seed that shows it. */
  readonly defects: readonly { readonly seed: number; readonly stack: string }[];
  /** The file that took longest, in ms of processor time. */
  readonly slowest: { readonly seed: number; readonly ms: number };
  /** The largest growth of the heap beyond twice the file, in bytes, while one was taken. */
  readonly largest: { readonly seed: number; readonly bytes: number };
}

/** Takes the files of the seeds `[from, to)`; `begin` is told each seed before its file is made. */
export function fuzz(subject: Subject, from: number, to: number, begin: (seed: number) => void): Findings {
  const endings: Record<string, number> = {};
  const defects = new Map<string, number>();
  let slowest = { seed: from, ms: 0 };
  let largest = { seed: from, bytes: 0 };
  let held = heldMemory();
  for (let seed = from; seed < to; seed++) {
    begin(seed);
    const cpu = process.cpuUsage();
    let bytes = 0;
    let ending = 'defect';
    try {
      ({ bytes, ending } = subject.take(seed));
    } catch (thrown) {
      const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
      const lines = stack.split('\n').slice(0, 4).join('\n');
      if (!defects.has(lines)) defects.set(lines, seed);
    }
    endings[ending] = (endings[ending] ?? 0) + 1;
    const { user, system } = process.cpuUsage(cpu);
    const ms = (user + system) / 1000;
    if (ms > slowest.ms) slowest = { seed, ms };
    const before = held;
    held = heldMemory();
    const grown = held - before - 2 * bytes;
    if (grown > largest.bytes) largest = { seed, bytes: grown };
  }
  return { endings, defects: [...defects].map(([stack, seed]) => ({ seed, stack })), slowest, largest };
}

function heldMemory(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
