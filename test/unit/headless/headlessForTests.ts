import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { headless } from '../../../src/headless/headless';
import { InferenceClient } from '../../../src/protocol/inferenceClient';
import { root } from '../worker/bundledModel';
import { startHere } from '../worker/openService';

export interface PlainToken {
  id: number;
  text: string;
  start: number;
  end: number;
  special: boolean;
}

export interface Explained {
  schema: string;
  model: string;
  text: string;
  tokens: PlainToken[];
  target: { text: string; tokens: PlainToken[] };
  query: number[];
  blocks: {
    layer: number;
    kind: 'self' | 'causal' | 'cross';
    heads: number;
    keyValueHeads: number;
    headSize: number;
    scale: number;
  }[];
  weights: number[][][];
  selfCheck: { maxAbsError: number };
}

export interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface HeadlessForTests {
  /** A path in a folder of the test's own, which is the current one. */
  readonly file: (name: string) => string;
  readonly run: (args: readonly string[]) => Promise<Ended>;
  readonly folder: () => string;
}

/** The headless entry in this thread, with one worker for all tests of a file. */
export function headlessForTests(): HeadlessForTests {
  let client: InferenceClient;
  let folder: string;
  beforeAll(() => {
    client = new InferenceClient(startHere);
    folder = mkdtempSync(path.join(tmpdir(), 'headlight-'));
  });
  afterAll(() => {
    client.dispose();
    rmSync(folder, { recursive: true });
  });
  return {
    file: (name) => path.join(folder, name),
    folder: () => folder,
    run: async (args) => {
      let [stdout, stderr] = ['', ''];
      const status = await headless(args, {
        client,
        useEngine: () => undefined,
        places: { current: folder, dist: path.join(root, 'dist') },
        write: (text) => (stdout += text),
        complain: (text) => (stderr += text),
      });
      return { status, stdout, stderr };
    },
  };
}
