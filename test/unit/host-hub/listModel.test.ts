import { describe, expect, it } from 'vitest';
import { listModel } from '../../../src/host/hub/listModel';
import { retryAfter } from '../../../src/host/hub/hubErrors';
import { commit, firstTimes, sha256 } from '../../hub/hubServer';
import { scene, someBytes, type Scene } from './downloadForTests';

const model = someBytes(100);
const repositories = {
  'team/bert': { files: { 'config.json': someBytes(10), 'onnx/model.onnx': model } },
  'team/private': { files: { 'model.onnx': model }, token: 'secret' },
};

const list = ({ hub, controller }: Scene, repo = 'team/bert', revision = 'main') =>
  listModel(hub, { repo, revision }, controller.signal);

describe('listModel', () => {
  it('lists the files with sizes and checksums, pinned to the commit', async () => {
    expect(await list(await scene(repositories))).toEqual({
      repo: 'team/bert',
      commit,
      files: [
        { path: 'config.json', bytes: 10, sha256: undefined },
        { path: 'onnx/model.onnx', bytes: 100, sha256: sha256(model) },
      ],
    });
  });

  it('sends the token, and asks for one where there is none', async () => {
    expect((await list(await scene(repositories, 'secret'), 'team/private')).files).toHaveLength(1);
    await expect(list(await scene(repositories), 'team/private')).rejects.toMatchObject({
      code: 'hub-token-needed',
      params: { repo: 'team/private' },
    });
    await expect(list(await scene(repositories, 'wrong'), 'team/private')).rejects.toMatchObject({
      code: 'hub-token-refused',
    });
  });

  it('tells a missing repository from a missing revision', async () => {
    await expect(list(await scene(repositories, 'any'), 'team/none')).rejects.toMatchObject({
      code: 'hub-repo-missing',
    });
    await expect(list(await scene(repositories), 'team/bert', 'v9')).rejects.toMatchObject({
      code: 'hub-revision-missing',
      params: { repo: 'team/bert', revision: 'v9' },
    });
  });

  it('does not claim to know which is missing where a mirror does not say it', async () => {
    const there = await scene(repositories);
    there.server.fault = firstTimes(2, /./, (response) => response.writeHead(404).end());
    await expect(list(there, 'team/bert', 'v9')).rejects.toMatchObject({
      code: 'hub-repo-or-revision-missing',
    });
    await expect(list(there)).rejects.toMatchObject({ code: 'hub-repo-missing' });
  });

  it.each([
    [403, { 'X-Error-Code': 'GatedRepo' }, 'hub-gated'],
    [401, { 'X-Error-Code': 'GatedRepo' }, 'hub-gated'],
    [403, {}, 'hub-forbidden'],
    [429, {}, 'hub-busy'],
    [429, { 'Retry-After': '300' }, 'hub-busy-until'],
    [500, {}, 'hub-status'],
    [200, {}, 'hub-answer'],
  ])('answers status %i with %j by %s', async (status, headers, code) => {
    const there = await scene(repositories);
    there.server.fault = firstTimes(1, /./, (response) => response.writeHead(status, headers).end('{}'));
    await expect(list(there)).rejects.toMatchObject({ code });
    expect(there.waits).toEqual([]);
  });

  it('waits for as long as a busy hub asks, and no more than three times', async () => {
    const there = await scene(repositories);
    const busy = (times: number) =>
      firstTimes(times, /./, (response) => response.writeHead(429, { 'Retry-After': '7' }).end());
    there.server.fault = busy(2);
    expect((await list(there)).commit).toBe(commit);
    expect(there.waits).toEqual([7000, 7000]);
    there.server.fault = busy(9);
    await expect(list(there)).rejects.toMatchObject({ code: 'hub-busy-until', params: { seconds: 7 } });
    expect(there.waits).toHaveLength(5);
  });

  it('says why a hub cannot be reached', async () => {
    const there = await scene(repositories);
    await there.server.stop();
    await expect(list(there)).rejects.toMatchObject({ code: 'hub-offline' });
    // SAFETY: the error above has these parameters.
    const thrown = (await list(there).catch((error: unknown) => error)) as { params: { reason: string } };
    expect(thrown.params.reason).toContain('ECONNREFUSED');
  });

  it('is cancelled by its signal', async () => {
    const there = await scene(repositories);
    there.server.fault = () => {
      there.controller.abort();
      return true;
    };
    await expect(list(there)).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('refuses what leads from https to http', async () => {
    const there = await scene(repositories);
    const hub = {
      ...there.hub,
      endpoint: 'https://hub.example',
      fetch: () => fetch(`${there.server.endpoint}/api/models/team/bert/revision/main?blobs=true`),
    };
    await expect(
      listModel(hub, { repo: 'team/bert', revision: 'main' }, there.controller.signal),
    ).rejects.toMatchObject({ code: 'hub-insecure' });
  });
});

describe('retryAfter', () => {
  const response = (value: string): Response => new Response(null, { headers: { 'Retry-After': value } });

  it('reads seconds and dates', () => {
    const now = Date.parse('2026-11-21T20:00:00Z');
    expect(retryAfter(response('120'), now)).toBe(120);
    expect(retryAfter(response('Sat, 21 Nov 2026 20:00:30 GMT'), now)).toBe(30);
    expect(retryAfter(response('Sat, 21 Nov 2026 19:00:00 GMT'), now)).toBe(0);
    expect(retryAfter(response('soon'), now)).toBeUndefined();
  });
});
