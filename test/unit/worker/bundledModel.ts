import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { ModelFiles } from '../../../src/protocol/inference';

export const root = path.resolve(import.meta.dirname, '../../..');
const folder = path.join(root, 'models', 'headlight-encoder');

/** A file in an array buffer of its own, as the worker is given it. */
export function bytesOf(file: string): ArrayBuffer {
  return new Uint8Array(readFileSync(file)).buffer;
}

function textOf(name: string): string | undefined {
  const file = path.join(folder, name);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

export function bundledModel(): ModelFiles {
  return {
    path: 'models/headlight-encoder/onnx/model.onnx',
    name: 'headlight-encoder',
    onnx: bytesOf(path.join(folder, 'onnx', 'model.onnx')),
    external: {},
    tokenizer: textOf('tokenizer.json'),
    tokenizerConfig: textOf('tokenizer_config.json'),
    config: textOf('config.json'),
  };
}

/** What PyTorch computed with the bundled model's own weights: `training/headlight_training/fixtures.py`. */
export interface PyTorchCase {
  readonly text: string;
  readonly ids: readonly number[];
  /** `[layers, heads, queries, keys]` */
  readonly shape: readonly [number, number, number, number];
  readonly weights: Float32Array;
}

export function pyTorchCases(): PyTorchCase[] {
  const packed = readFileSync(path.join(root, 'test/fixtures/headlight-encoder/attention.json.gz'));
  // SAFETY: written by the script above in this form.
  const { cases, modelSha256 } = JSON.parse(gunzipSync(packed).toString('utf8')) as {
    modelSha256: string;
    cases: (Omit<PyTorchCase, 'weights'> & { weights: string })[];
  };
  const onnx = createHash('sha256').update(new Uint8Array(bundledModel().onnx)).digest('hex');
  if (onnx !== modelSha256) throw new Error('the fixture is of another model: run training/export');
  return cases.map((one) => {
    const raw = new Uint8Array(Buffer.from(one.weights, 'base64'));
    return { ...one, weights: new Float32Array(raw.buffer) };
  });
}
