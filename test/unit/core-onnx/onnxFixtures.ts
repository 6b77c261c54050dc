import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Where the generated models lie. */
export const fixtureFolder = join(import.meta.dirname, '../../fixtures/onnx');
const folder = fixtureFolder;

/** PyTorch's attention weights of one block: `[heads, queries, keys]`, flat. */
export interface OracleBlock {
  readonly shape: readonly [number, number, number];
  readonly weights: readonly number[];
}

export interface OracleRun {
  /** Flat values of the inputs by name. */
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  /** In the order of the data flow. */
  readonly blocks: readonly OracleBlock[];
}

/** Names of the models that generate.py has exported. */
export const fixtureNames = readdirSync(folder)
  .filter((file) => file.endsWith('.onnx.gz'))
  .map((file) => file.replace('.onnx.gz', ''));

/** Those of them whose blocks are read. */
export const readNames = fixtureNames.filter((name) => !name.startsWith('cohere2'));

/** Names of the single blocks that generateForms.py has made. */
export const formNames = readdirSync(join(folder, 'forms'))
  .filter((file) => file.endsWith('.onnx'))
  .map((file) => file.replace('.onnx', ''));

export function form(file: string): Uint8Array {
  return new Uint8Array(readFileSync(join(folder, 'forms', file)));
}

/** The parsed JSON of a gzipped file beside the models. */
export function gzippedJson(file: string): unknown {
  return JSON.parse(gunzipSync(readFileSync(join(folder, file))).toString('utf8'));
}

export function fixtureModel(name: string): Uint8Array {
  return new Uint8Array(gunzipSync(readFileSync(join(folder, `${name}.onnx.gz`))));
}

export function fixtureRuns(name: string): readonly OracleRun[] {
  // SAFETY: the file is written by generate.py.
  return (gzippedJson(`${name}.json.gz`) as { runs: readonly OracleRun[] }).runs;
}

/** Models of other products, which are not in this repository. */
export const sharedModels = join(
  process.env.HEADLIGHT_SHARED ?? join(folder, '../../../../shared'),
  'models',
);
export const hasSharedModels = existsSync(sharedModels);

export function sharedModel(path: string): Uint8Array {
  return new Uint8Array(readFileSync(join(sharedModels, path)));
}

/** Names of the models with fused operators that generateFusedModels.py has made. */
export const fusedNames = readdirSync(join(folder, 'fused'))
  .filter((file) => file.endsWith('.onnx.gz'))
  .map((file) => `fused/${file.replace('.onnx.gz', '')}`);
