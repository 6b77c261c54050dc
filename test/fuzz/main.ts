/**
 * `npm run fuzz [-- onnx|tokenizers [FILES [FIRST_SEED]]]`: mutated files through the readers, in a thread that has
 * little memory and is ended where a file takes too long. Exit status 1 for anything but a HeadlightError.
 */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type Findings, fuzz } from './fuzzWorker';
import type { SubjectName } from './subject';
import { subjects } from './subjects';

/** Of the thread's heap, in MB: the files have at most 1 MB, the stock of mutations takes some 100. */
const heapLimit = 512;
/** What no file may take, in seconds by the clock: machines are busy. */
const timeLimit = 60;
/** Files between two lines of the report. */
const part = 2_000;
const usual = { onnx: 100_000, tokenizers: 20_000 };

interface Task {
  readonly name: SubjectName;
  readonly from: number;
  readonly to: number;
  /** The seed at work. */
  readonly at: Int32Array;
}

if (isMainThread) void main(process.argv.slice(2));
else work();

function work(): void {
  // SAFETY: main() gives it.
  const { name, from, to, at } = workerData as Task;
  const subject = subjects[name](process.cwd());
  const begin = (seed: number): void => {
    Atomics.store(at, 0, seed);
  };
  // In parts, so that what is found shows early.
  for (let first = from; first < to; first += part)
    parentPort?.postMessage(fuzz(subject, first, Math.min(to, first + part), begin));
}

async function main([name, count, first = '0']: readonly string[]): Promise<void> {
  const names: readonly SubjectName[] =
    name === 'onnx' || name === 'tokenizers' ? [name] : ['onnx', 'tokenizers'];
  for (const each of names) await fuzzOne(each, Number(count ?? usual[each]), Number(first));
}

async function fuzzOne(name: SubjectName, count: number, first: number): Promise<void> {
  const began = Date.now();
  const found: Findings[] = [];
  const failures: string[] = [];
  for (let from = first; from < first + count;) {
    const at = new Int32Array(new SharedArrayBuffer(4)).fill(from);
    const task = { name, from, to: first + count, at };
    const failure = await takePart(task, (findings) => {
      found.push(findings);
      for (const { seed, stack } of findings.defects) failures.push(`seed ${seed}: ${stack}`);
      const done = found.reduce((sum, one) => sum + filesOf(one), 0);
      console.log(`${name}: ${done} of ${count} files, ${Math.round((Date.now() - began) / 1000)} s`);
    });
    if (failure === undefined) break;
    // The thread is gone with the rest of its part: that is taken again behind the file that ended it.
    failures.push(`seed ${at[0] ?? from}: ${failure}`);
    from = (at[0] ?? from) + 1;
  }
  summarise(name, found, failures);
}

function filesOf({ endings }: Findings): number {
  return Object.values(endings).reduce((sum, times) => sum + times, 0);
}

/** What ended the thread, where it did not come to the end of its files. */
function takePart(task: Task, onFindings: (findings: Findings) => void): Promise<string | undefined> {
  return new Promise((resolve) => {
    const worker = new Worker(__filename, {
      workerData: task,
      resourceLimits: { maxOldGenerationSizeMb: heapLimit },
    });
    let last = { seed: -1, since: Date.now() };
    const watch = setInterval(() => {
      const seed = Atomics.load(task.at, 0);
      if (seed !== last.seed) last = { seed, since: Date.now() };
      else if (Date.now() - last.since > timeLimit * 1000) end(`no end after ${timeLimit} s`);
    }, 500);
    const end = (failure: string | undefined): void => {
      clearInterval(watch);
      resolve(failure);
      void worker.terminate();
    };
    // SAFETY: work() posts nothing else.
    worker.on('message', (findings) => {
      onFindings(findings as Findings);
    });
    worker.on('error', (error: Error) => {
      end(`${error.name}: ${error.message}`);
    });
    worker.on('exit', () => {
      end(undefined);
    });
  });
}

function summarise(name: SubjectName, found: readonly Findings[], failures: readonly string[]): void {
  const endings = new Map<string, number>();
  for (const one of found)
    for (const [ending, times] of Object.entries(one.endings))
      endings.set(ending, (endings.get(ending) ?? 0) + times);
  const files = found.reduce((sum, one) => sum + filesOf(one), 0);
  console.log(`${name}: ${files} mutated files`);
  for (const [ending, times] of [...endings].sort((a, b) => b[1] - a[1])) console.log(`  ${times} ${ending}`);
  const slowest = found.map((one) => one.slowest).sort((a, b) => b.ms - a.ms)[0];
  const largest = found.map((one) => one.largest).sort((a, b) => b.bytes - a.bytes)[0];
  if (slowest) console.log(`  slowest: ${slowest.ms.toFixed(0)} ms of processor time (seed ${slowest.seed})`);
  if (largest)
    console.log(
      `  memory beyond twice the file: at most ${(largest.bytes / 1e6).toFixed(1)} MB (seed ${largest.seed})`,
    );
  console.log(failures.length === 0 ? '  no defect, no hang' : `  ${failures.length} failures:`);
  for (const failure of failures) console.log(failure);
  if (failures.length > 0) process.exitCode = 1;
}
