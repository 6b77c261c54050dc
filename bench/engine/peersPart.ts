import type { NamedEngine } from './engines';
import { interleaved, median, ratio } from '../median';
import { openBert } from './openBert';
import type { Options } from './options';
import { openEager } from './eager';
import type { Peer } from './peer';
import { openTransformersJs } from './transformersJs';

/** Each engine as Headlight runs it ÷ what others do on the same machine in the same run. */
export async function peersPart(
  engines: readonly NamedEngine[],
  file: string,
  options: Options,
): Promise<void> {
  const { lengths, rounds, threads } = options;
  console.log(
    `\nHeadlight’s tapped run ÷ what others take, ${threads} thread${threads === 1 ? '' : 's'} each`,
  );
  const own: Peer[] = [];
  const others: Peer[] = [];
  for (const { name, engine } of engines) {
    const { runTapped, runPlain, dispose } = await openBert(engine, file);
    own.push({ name, run: runTapped, dispose });
    if (name === 'native')
      others.push({ name: 'ONNX Runtime, native, plain', run: runPlain, dispose: () => Promise.resolve() });
  }
  for (const open of [openTransformersJs, openEager]) {
    for (const found of await open(file, options)) {
      if (typeof found === 'string') console.log(`Skipped: ${found}`);
      else others.push(found);
    }
  }
  const width = Math.max(...others.map(({ name }) => name.length), 0);
  console.log(
    `tokens   ${'than'.padEnd(width)}         ms   ${own.map(({ name }) => `${name} ÷ it`.padStart(11)).join(' ')}`,
  );
  for (const tokens of lengths) {
    const asked = others.filter(({ most = Infinity }) => tokens <= most);
    const times = await interleaved(
      [...own, ...asked].map(
        ({ run }) =>
          () =>
            run(tokens),
      ),
      rounds,
    );
    for (const [index, { name }] of asked.entries()) {
      const base = times[own.length + index] ?? [];
      const ratios = own.map((_, at) => ratio(times[at], base).toFixed(2).padStart(11));
      console.log(
        `${String(tokens).padStart(6)}   ${name.padEnd(width)} ${median(base).toFixed(0).padStart(10)}   ${ratios.join(' ')}`,
      );
    }
  }
  for (const { dispose } of [...own, ...others]) await dispose();
}
