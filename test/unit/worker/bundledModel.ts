import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { DiskFile, GraphFiles, ModelFiles } from '../../../src/protocol/models';
import type { GraphBytes } from '../../../src/worker/models/graphBytes';

export const root = path.resolve(import.meta.dirname, '../../..');

export type BundledName = 'headlight-encoder' | 'headlight-decoder' | 'headlight-translator';

/** A file in an array buffer of its own, as the worker is given it. */
export function bytesOf(file: string): ArrayBuffer {
  return new Uint8Array(readFileSync(file)).buffer;
}

/** The bytes of a file that was read. */
export function readBytes(file: ArrayBuffer | DiskFile | undefined): Uint8Array {
  if (!(file instanceof ArrayBuffer)) throw new TypeError('the file was not read');
  return new Uint8Array(file);
}

/** A graph as the worker has it before it loads it; one without external files. */
export function graphBytes({ path: name, onnx }: GraphFiles): GraphBytes {
  return { path: name, onnx: readBytes(onnx), external: {} };
}

export function bundledModel(name: BundledName = 'headlight-encoder'): ModelFiles {
  const isPair = name === 'headlight-translator';
  return {
    path: `models/${name}/onnx/model.onnx`,
    name,
    graph: graphOf(name, isPair ? 'encoder_model.onnx' : 'model.onnx'),
    decoder: isPair ? graphOf(name, 'decoder_model.onnx') : undefined,
    tokenizer: textOf(name, 'tokenizer.json'),
    tokenizerConfig: textOf(name, 'tokenizer_config.json'),
    config: textOf(name, 'config.json'),
    generationConfig: textOf(name, 'generation_config.json'),
  };
}

function graphOf(name: BundledName, file: string): GraphFiles {
  return {
    path: `models/${name}/onnx/${file}`,
    onnx: bytesOf(path.join(root, 'models', name, 'onnx', file)),
    external: {},
  };
}

function textOf(name: BundledName, file: string): string | undefined {
  const found = path.join(root, 'models', name, file);
  return existsSync(found) ? readFileSync(found, 'utf8') : undefined;
}

/** Weights of layers of one kind. */
export interface PyTorchWeights {
  /** `[layers, heads, queries, keys]` */
  readonly shape: readonly [number, number, number, number];
  readonly weights: Float32Array;
}

/** What PyTorch computed with a bundled model's own weights: `training/headlight_training/…/fixtures.py`. */
export interface PyTorchCase extends PyTorchWeights {
  readonly text: string;
  readonly ids: readonly number[];
}

/** A sentence, its translations, and the weights while the greedy one is read. */
export interface PyTorchTranslation {
  readonly text: string;
  readonly ids: readonly number[];
  /** Without the start token and the end token. */
  readonly greedy: { readonly ids: readonly number[]; readonly text: string };
  readonly beam: { readonly ids: readonly number[]; readonly text: string };
  readonly weights: Readonly<Record<'encoder' | 'decoder' | 'cross', PyTorchWeights>>;
}

/** The texts of an encoder or a decoder. */
export function pyTorchCases(name: BundledName = 'headlight-encoder'): PyTorchCase[] {
  // SAFETY: written by the scripts above in this form.
  const { cases } = fixtureOf(name) as unknown as { cases: (Omit<PyTorchCase, 'weights'> & Packed)[] };
  return cases.map((one) => ({ ...one, ...unpacked(one) }));
}

/** Two segments of an encoder's text. */
export interface PyTorchPair extends PyTorchCase {
  readonly segments: readonly number[];
}

export function pyTorchPairs(): PyTorchPair[] {
  // SAFETY: as above; fixtures of a model without segments have none.
  const { pairs = [] } = fixtureOf('headlight-encoder') as unknown as {
    pairs?: (Omit<PyTorchPair, 'weights'> & Packed)[];
  };
  return pairs.map((one) => ({ ...one, ...unpacked(one) }));
}

export function pyTorchTranslations(): PyTorchTranslation[] {
  // SAFETY: as above.
  const { cases } = fixtureOf('headlight-translator') as unknown as {
    cases: (Omit<PyTorchTranslation, 'weights'> & {
      weights: Record<'encoder' | 'decoder' | 'cross', Packed>;
    })[];
  };
  return cases.map(({ weights, ...one }) => ({
    ...one,
    weights: {
      encoder: unpacked(weights.encoder),
      decoder: unpacked(weights.decoder),
      cross: unpacked(weights.cross),
    },
  }));
}

interface Packed {
  readonly shape: PyTorchWeights['shape'];
  /** Little-endian float32 in base64. */
  readonly weights: string;
}

function unpacked({ shape, weights }: Packed): PyTorchWeights {
  return { shape, weights: new Float32Array(new Uint8Array(Buffer.from(weights, 'base64')).buffer) };
}

interface Fixture {
  /** Of the model's file, or of each by name. */
  readonly modelSha256: string | Readonly<Record<string, string>>;
}

function fixtureOf(name: BundledName): Fixture {
  const packed = readFileSync(path.join(root, 'test/fixtures', name, 'attention.json.gz'));
  const fixture = JSON.parse(gunzipSync(packed).toString('utf8')) as Fixture;
  const { modelSha256 } = fixture;
  const expected = typeof modelSha256 === 'string' ? { 'model.onnx': modelSha256 } : modelSha256;
  for (const [file, sum] of Object.entries(expected)) {
    const bytes = readFileSync(path.join(root, 'models', name, 'onnx', file));
    if (createHash('sha256').update(bytes).digest('hex') === sum) continue;
    throw new Error(`the fixture is of another ${file} than models/${name} has: see training/README.md`);
  }
  return fixture;
}

/** Whether a model and its fixture have been made yet. */
export function isThere(name: BundledName): boolean {
  return (
    existsSync(path.join(root, 'models', name, 'onnx')) &&
    existsSync(path.join(root, 'test/fixtures', name, 'attention.json.gz'))
  );
}
