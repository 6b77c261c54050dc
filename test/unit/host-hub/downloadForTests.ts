import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { HeadlightError } from '../../../src/core/errors';
import type { DownloadContext } from '../../../src/host/hub/downloadFile';
import type { HubConnection } from '../../../src/host/hub/hubConnection';
import { NodeDownloads } from '../../../src/platform/nodeDownloads';
import { HubServer, type Repository } from '../../hub/hubServer';

/** A server that ends with the test, how it is reached, and a folder to write to. */
export interface Scene {
  readonly server: HubServer;
  readonly hub: HubConnection;
  readonly folder: string;
  readonly context: DownloadContext;
  /** The ms that were waited for, which the tests do not take. */
  readonly waits: number[];
  /** What `onBytes` was told. */
  readonly told: number[];
  readonly controller: AbortController;
}

export async function scene(
  repositories: Readonly<Record<string, Repository>>,
  token?: string,
): Promise<Scene> {
  const server = await HubServer.start(repositories);
  const folder = await mkdtemp(path.join(tmpdir(), 'headlight-hub-'));
  onTestFinished(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const waits: number[] = [];
  const told: number[] = [];
  const controller = new AbortController();
  const hub: HubConnection = {
    endpoint: server.endpoint,
    token,
    fetch,
    wait: (ms, signal) => {
      waits.push(ms);
      return signal.aborted ? Promise.reject(new HeadlightError('cancelled')) : Promise.resolve();
    },
  };
  const context: DownloadContext = {
    hub,
    files: new NodeDownloads(folder),
    signal: controller.signal,
    onBytes: (bytes) => told.push(bytes),
  };
  return { server, hub, folder, context, waits, told, controller };
}

/** Bytes that repeat nowhere near, so that a part in the wrong place shows. */
export function someBytes(length: number): Uint8Array {
  let state = 12345;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 24;
  });
}
