import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { GraphFiles, ModelFiles } from '../../../src/protocol/models';
import type { OracleBlock } from '../core-onnx/onnxFixtures';
import { root } from './bundledModel';

const folder = path.join(root, 'test/fixtures/onnx/caches');

/** PyTorch's weights for some texts: test/fixtures/onnx/generateCaches.py. */
export interface CacheOracle {
  readonly config: Readonly<Record<string, unknown>>;
  readonly runs: readonly {
    readonly ids: readonly number[];
    /** Of an encoder–decoder. */
    readonly target?: readonly number[];
    /** In the order of the data flow. */
    readonly blocks: readonly OracleBlock[];
  }[];
}

export function cacheGraph(name: string, file: string): GraphFiles {
  return { path: `${name}/${file}.onnx`, onnx: unpacked(`${name}/${file}.onnx.gz`).buffer, external: {} };
}

export function cacheOracle(name: string): CacheOracle {
  // SAFETY: written by that script in this form.
  return JSON.parse(new TextDecoder().decode(unpacked(`${name}/runs.json.gz`))) as CacheOracle;
}

/** A model of one graph, or of an encoder's and a decoder's, with its configuration or another one. */
export function cacheModel(
  name: string,
  [graph = '', decoder]: readonly string[],
  config: object = cacheOracle(name).config,
): ModelFiles {
  return {
    path: `${name}/${graph}.onnx`,
    name,
    graph: cacheGraph(name, graph),
    decoder: decoder === undefined ? undefined : cacheGraph(name, decoder),
    config: JSON.stringify(config),
  };
}

function unpacked(file: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(gunzipSync(readFileSync(path.join(folder, file))));
}
