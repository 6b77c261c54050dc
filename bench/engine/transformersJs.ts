import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { idsOf } from './openBert';
import type { Options } from './options';
import type { Peer } from './peer';

const version = '4.3.1';
const home = path.join(process.cwd(), '.cache', 'bench', 'transformers.js');
const entry = path.join(
  home,
  'node_modules',
  '@huggingface',
  'transformers',
  'dist',
  'transformers.node.mjs',
);

/** What is used of `@huggingface/transformers`. */
interface TransformersJs {
  readonly env: { allowRemoteModels: boolean; localModelPath: string };
  readonly AutoModel: {
    from_pretrained(
      name: string,
      options: { readonly dtype: string; readonly device: string; readonly session_options: object },
    ): Promise<((inputs: object) => Promise<unknown>) & { dispose(): Promise<unknown> }>;
  };
  readonly Tensor: new (type: string, data: BigInt64Array, dims: number[]) => object;
}

/** transformers.js on the same file; in Node it runs on native ONNX Runtime. It is installed on request only. */
export async function openTransformersJs(
  file: string,
  { threads, install }: Options,
): Promise<(Peer | string)[]> {
  if (!existsSync(entry) && install) installIt();
  if (!existsSync(entry))
    return ['transformers.js is not there: --install-peers installs it for the bench alone.'];
  // The stand-in of nodeLocation.ts, which has served; transformers.js would take it for a page’s address.
  Reflect.deleteProperty(globalThis, 'location');
  // SAFETY: the interface above is what version 4 has.
  const { env, AutoModel, Tensor } = (await import(pathToFileURL(entry).href)) as TransformersJs;
  const folder = path.resolve(file, '../..');
  env.allowRemoteModels = false;
  env.localModelPath = path.dirname(folder);
  const session_options = { intraOpNumThreads: threads, interOpNumThreads: 1 };
  const model = await AutoModel.from_pretrained(path.basename(folder), {
    dtype: 'fp32',
    device: 'cpu',
    session_options,
  });
  const run = (tokens: number): Promise<unknown> => {
    const tensor = (values: readonly number[]): object =>
      new Tensor('int64', BigInt64Array.from(values, BigInt), [1, tokens]);
    const ids = idsOf(tokens);
    return model({
      input_ids: tensor(ids),
      attention_mask: tensor(ids.map(() => 1)),
      token_type_ids: tensor(ids.map(() => 0)),
    });
  };
  return [{ name: `transformers.js ${version}, no attention`, run, dispose: () => model.dispose() }];
}

function installIt(): void {
  console.log(`Installing transformers.js ${version} in ${path.relative(process.cwd(), home)} …`);
  mkdirSync(home, { recursive: true });
  writeFileSync(path.join(home, 'package.json'), JSON.stringify({ private: true }));
  // Without install scripts: none of them is needed, and one fetches CUDA's libraries.
  const args = [
    'install',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    `@huggingface/transformers@${version}`,
  ];
  spawnSync('npm', args, { cwd: home, stdio: 'inherit', shell: process.platform === 'win32' });
}
