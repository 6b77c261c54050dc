import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { OnnxFuzz, tapWhole } from './onnxFuzz';
import type { Subject, SubjectName } from './subject';
import { tokenizerFiles } from './tokenizerFiles';
import { TokenizerFuzz, tokenizeWhole } from './tokenizerFuzz';

/** What the fuzzer can be set on. @param root the repository's folder */
export const subjects: Readonly<Record<SubjectName, (root: string) => Subject>> = {
  onnx: (root) => {
    const fuzz = new OnnxFuzz(onnxFiles(path.join(root, 'test/fixtures/onnx')));
    return {
      take: (seed) => {
        const bytes = fuzz.file(seed);
        return { bytes: bytes.length, ending: tapWhole(bytes) };
      },
    };
  },
  tokenizers: (root) => {
    const fuzz = new TokenizerFuzz(tokenizerFiles(root));
    return {
      take: (seed) => {
        const json = fuzz.file(seed);
        return { bytes: json.length, ending: tokenizeWhole(json, seed) };
      },
    };
  },
};

/** Every model among the fixtures. */
function onnxFiles(folder: string): Uint8Array[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.onnx(\.gz)?$/.test(name))
    .sort()
    .map((name) => {
      const bytes = readFileSync(path.join(folder, name));
      return new Uint8Array(name.endsWith('.gz') ? gunzipSync(bytes) : bytes);
    });
}
