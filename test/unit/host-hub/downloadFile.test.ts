import { readFile, readdir } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { downloadFile, type DownloadContext } from '../../../src/host/hub/downloadFile';
import type { DownloadFiles } from '../../../src/protocol/downloadFiles';
import { commit, firstTimes, sha256 } from '../../hub/hubServer';
import { scene, someBytes, type Scene } from './downloadForTests';

/** Several of the pieces in which files are written. */
const bytes = someBytes(5_000_000);
const files = { 'onnx/model.onnx': bytes, 'config.json': someBytes(300), 'empty.txt': someBytes(0) };
const repositories = {
  'team/bert': { files },
  'team/private': { files, token: 'secret' },
  'team/gated': { files, isLarge: () => false },
};
const name = 'model.onnx';

function fetchModel(
  { context }: Pick<Scene, 'context'>,
  { repo = 'team/bert', hash = sha256(bytes), size = bytes.length, ...changes }: Partial<Options> = {},
): Promise<void> {
  const file = { path: 'onnx/model.onnx', bytes: size, sha256: hash };
  return downloadFile({ model: { repo, commit }, file, path: name }, { ...context, ...changes });
}

interface Options extends DownloadContext {
  readonly repo: string;
  readonly hash: string;
  readonly size: number;
}

/** Sends the beginning of the file and cuts the connection. */
const cutAfter = (count: number) => (response: ServerResponse) => {
  response.setHeader('Content-Length', bytes.length);
  response.write(bytes.subarray(0, count), () => response.destroy());
};

const written = async ({ folder }: Scene): Promise<Uint8Array> =>
  new Uint8Array(await readFile(path.join(folder, name)));
const left = ({ folder }: Scene): Promise<string[]> => readdir(folder);

describe('downloadFile', () => {
  it('follows the redirect to the storage, and writes what the hub has', async () => {
    const there = await scene(repositories);
    await fetchModel(there);
    expect(Buffer.compare(await written(there), bytes)).toBe(0);
    expect(await left(there)).toEqual([name]);
    expect(there.server.requests).toEqual([
      `GET /team/bert/resolve/${commit}/onnx/model.onnx`,
      'GET /storage/team/bert/-/onnx/model.onnx',
    ]);
    expect(there.told).toEqual([...there.told].sort((a, b) => a - b));
    expect(there.told.at(-1)).toBe(bytes.length);
  });

  it('shows the token to the hub and to no other address', async () => {
    const there = await scene(repositories, 'secret');
    await fetchModel(there, { repo: 'team/private' });
    expect(there.server.authorizations).toEqual(['Bearer secret', undefined]);
  });

  it('takes up a cut connection where it was cut', async () => {
    const there = await scene(repositories);
    there.server.fault = firstTimes(1, /storage/, cutAfter(4_600_000));
    await fetchModel(there);
    expect(Buffer.compare(await written(there), bytes)).toBe(0);
    const ranges = there.server.requests.flatMap((one) => /storage.* bytes=(\d+)-/.exec(one)?.[1] ?? []);
    expect(ranges).toHaveLength(1);
    expect(Number(ranges[0])).toBeGreaterThan(0);
    expect(there.waits).toHaveLength(1);
  });

  it('gives up where no byte comes any more, and goes on the next time', async () => {
    const there = await scene(repositories);
    const cut = firstTimes(1, /storage/, cutAfter(4_600_000));
    const dead = firstTimes(99, /./, (response) => response.destroy());
    there.server.fault = (request, response) =>
      request.url?.includes('storage') === true ? cut(request, response) || dead(request, response) : false;
    await expect(fetchModel(there)).rejects.toMatchObject({
      code: 'hub-cut',
      params: {
        file: 'onnx/model.onnx',
        total: '5.0',
        reason: expect.not.stringContaining('hub-') as string,
      },
    });
    expect(await left(there)).toEqual([`${name}.part`]);
    there.server.fault = () => false;
    there.server.requests.length = 0;
    await fetchModel(there);
    expect(Buffer.compare(await written(there), bytes)).toBe(0);
    expect(there.server.requests.at(-1)).toMatch(/ bytes=[1-9]\d*-$/);
  });

  it('begins anew where the hub knows no ranges', async () => {
    const there = await scene(repositories);
    const cut = firstTimes(1, /storage/, cutAfter(4_600_000));
    there.server.fault = (request, response) => {
      delete request.headers.range;
      return cut(request, response);
    };
    await fetchModel(there);
    expect(Buffer.compare(await written(there), bytes)).toBe(0);
  });

  it('begins anew where what was kept is no part of the file', async () => {
    const there = await scene(repositories);
    await there.context.files.write(name, 0, new Uint8Array(bytes.length + 1));
    await fetchModel(there);
    expect(Buffer.compare(await written(there), bytes)).toBe(0);
  });

  it('fetches nothing where all of it was kept', async () => {
    const there = await scene(repositories);
    await there.context.files.write(name, 0, new Uint8Array(bytes));
    await fetchModel(there);
    expect(there.server.requests).toEqual([]);
    expect(await left(there)).toEqual([name]);
  });

  it('deletes what has another checksum', async () => {
    const there = await scene(repositories);
    const hash = sha256(someBytes(3));
    await expect(fetchModel(there, { hash })).rejects.toMatchObject({
      code: 'hub-checksum',
      params: { file: 'onnx/model.onnx' },
    });
    expect(await left(there)).toEqual([]);
  });

  it('deletes what is longer than the hub said', async () => {
    const there = await scene(repositories);
    await expect(fetchModel(there, { size: 4_000_000 })).rejects.toMatchObject({ code: 'hub-size' });
    expect(await left(there)).toEqual([]);
  });

  it('does not take a shorter file for whole', async () => {
    const there = await scene(repositories);
    await expect(fetchModel(there, { size: bytes.length + 5 })).rejects.toMatchObject({ code: 'hub-size' });
    expect(await left(there)).toEqual([]);
  });

  it('writes an empty file', async () => {
    const there = await scene(repositories);
    const file = { path: 'empty.txt', bytes: 0, sha256: undefined };
    await downloadFile({ model: { repo: 'team/bert', commit }, file, path: 'empty.txt' }, there.context);
    expect(await left(there)).toEqual(['empty.txt']);
  });

  it('says that a listed file is gone, or that access is refused', async () => {
    const there = await scene(repositories);
    const file = { path: 'gone.json', bytes: 5, sha256: undefined };
    const model = { repo: 'team/bert', commit };
    await expect(downloadFile({ model, file, path: 'gone.json' }, there.context)).rejects.toMatchObject({
      code: 'hub-file-missing',
      params: { file: 'gone.json' },
    });
    there.server.fault = firstTimes(1, /./, (response) =>
      response.writeHead(403, { 'X-Error-Code': 'GatedRepo' }).end(),
    );
    await expect(fetchModel(there)).rejects.toMatchObject({
      code: 'hub-gated',
      params: { page: `${there.server.endpoint}/team/bert` },
    });
  });

  it('keeps what has come when it is cancelled', async () => {
    const there = await scene(repositories);
    const onBytes = (count: number): void => {
      if (count > 4_500_000) there.controller.abort();
    };
    await expect(fetchModel(there, { onBytes })).rejects.toMatchObject({ code: 'cancelled' });
    expect(await there.context.files.partialSize(name)).toBeGreaterThan(4_000_000);
  });

  it('says that the disk is full, and keeps what is on it', async () => {
    const there = await scene(repositories);
    const disk = there.context.files;
    let writes = 0;
    const full: DownloadFiles = {
      partialSize: (file) => disk.partialSize(file),
      sha256: (file) => disk.sha256(file),
      finish: (file) => disk.finish(file),
      discard: (file) => disk.discard(file),
      write: (file, offset, piece) =>
        ++writes < 2
          ? disk.write(file, offset, piece)
          : Promise.reject(
              Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }),
            ),
    };
    await expect(fetchModel(there, { files: full })).rejects.toMatchObject({
      code: 'disk-full',
      params: { path: name },
    });
    expect(await disk.partialSize(name)).toBeGreaterThan(4_000_000);
    const denied = { ...full, write: () => Promise.reject(new Error('EACCES: permission denied')) };
    await expect(fetchModel(there, { files: denied })).rejects.toMatchObject({
      code: 'storage-write',
      params: { reason: 'EACCES: permission denied' },
    });
  });
});
