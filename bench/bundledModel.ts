import { readFileSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ModelFiles } from '../src/protocol/models';
import { readModelFolder } from '../src/protocol/modelFolder';

/** The bundled model of which most is measured: an encoder. */
const encoder = 'headlight-encoder';

/** The files of a bundled model, read as the host reads them. */
export function readBundledModel(model = encoder): Promise<ModelFiles> {
  return readModelFolder(path.join(process.cwd(), 'models', model), {
    list: async (name) => ((await stat(name)).isDirectory() ? readdir(name) : undefined),
    read: (name) => readFile(name),
  });
}

/** The bytes of the encoder's graph. */
export function readBundledGraph(): Uint8Array {
  return new Uint8Array(readFileSync(path.join(process.cwd(), 'models', encoder, 'onnx', 'model.onnx')));
}

const sentence = 'The lamp on the wall went out because it had no oil. ';
const tokensOfSentence = 13;

/** A text of at most so many tokens of the encoder, the two special ones included; at least one sentence. */
export function textOf(tokens: number): string {
  return sentence.repeat(Math.max(1, Math.floor((tokens - 2) / tokensOfSentence)));
}

/** The engine's limits under which it is measured. */
export const oneThread = { threads: 1, memory: 1e9 };
/** A span of the text that is among the tokens. */
export const around = { start: 4, end: 8 };
/** What the panel shows first. */
export const meanChoice = { kind: 'self', layer: 'mean', head: 'mean' } as const;
