import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Options } from './options';
import type { Peer } from './peer';

/** BertViz writes every weight into its page: beyond this many tokens that is gigabytes of text. */
const mostForBertViz = 512;

/** `transformers` in Python with eager attention that returns all weights, then BertViz's HTML of them: the same picture. */
export async function openEager(file: string, { python, threads }: Options): Promise<(Peer | string)[]> {
  const script = path.join(process.cwd(), 'bench', 'engine', 'eager.py');
  const config = path.resolve(file, '../../config.json');
  const child = spawn(python, [script, config, String(threads)], { stdio: ['pipe', 'pipe', 'ignore'] });
  child.once('error', () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<string> => {
    const line: IteratorResult<string, unknown> = await lines.next();
    if (line.done === true) throw new Error(`“${python}” ended`);
    return line.value;
  };
  const hello = await answer().catch(() => undefined);
  if (hello === undefined)
    return [`Python with PyTorch and transformers is not there: --python names one, not “${python}”.`];
  // SAFETY: eager.py writes this first.
  const { torch, transformers, bertviz } = JSON.parse(hello) as {
    torch: string;
    transformers: string;
    bertviz: boolean;
  };
  const ask = (what: string, tokens: number): Promise<string> => {
    child.stdin.write(`${what} ${tokens}\n`);
    return answer();
  };
  const dispose = (): Promise<void> => {
    child.stdin.end();
    return Promise.resolve();
  };
  const name = `transformers ${transformers}, PyTorch ${torch}, eager with all weights`;
  const eager: Peer = { name, run: (tokens) => ask('eager', tokens), dispose };
  if (!bertviz) return [eager, 'BertViz is not there: “pip install bertviz” beside PyTorch.'];
  const page: Peer = {
    name: 'the same, then BertViz’s HTML',
    most: mostForBertViz,
    run: (tokens) => ask('bertviz', tokens),
    dispose: () => Promise.resolve(),
  };
  return [eager, page];
}
