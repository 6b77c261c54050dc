import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32 as zlibCrc32 } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crc32 } from '../../../src/headless/crc32';
import { npyHeader } from '../../../src/headless/npy';
import { writeNpz, type NamedArray } from '../../../src/headless/npz';

const python = process.env.HEADLIGHT_PYTHON ?? 'python3';
const hasNumpy = spawnSync(python, ['-c', 'import numpy']).status === 0;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'headlight-npz-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const arrays: NamedArray[] = [
  { name: 'block0', shape: [2, 1, 3], data: Float32Array.from([0, 0.25, -1, 1e-30, 3.5, 0.1]) },
  { name: 'block1', shape: [1, 2, 2], data: Float32Array.from([1, 2, 3, 4]) },
];

async function* each(list: readonly NamedArray[]): AsyncGenerator<NamedArray> {
  for (const one of list) {
    await Promise.resolve();
    yield one;
  }
}

describe('an npz file', () => {
  it.skipIf(!hasNumpy)('is what numpy reads (needs python3 with numpy)', async () => {
    const file = path.join(folder, 'a.npz');
    await writeNpz(file, file, each(arrays));
    const script = `import json, sys, numpy
print(json.dumps({k: [str(v.dtype), list(v.shape), v.ravel().tolist()] for k, v in numpy.load(sys.argv[1]).items()}))`;
    const { stdout, stderr } = spawnSync(python, ['-c', script, file], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual(
      Object.fromEntries(arrays.map(({ name, shape, data }) => [name, ['float32', shape, [...data]]])),
    );
  });

  it('is a zip whose directory leads to entries with the right bytes', async () => {
    const file = path.join(folder, 'b.npz');
    await writeNpz(file, file, each(arrays));
    const bytes = readFileSync(file);
    const end = bytes.length - 22;
    expect(bytes.readUInt32LE(end)).toBe(0x06054b50);
    expect(bytes.readUInt16LE(end + 10)).toBe(2);
    let at = bytes.readUInt32LE(end + 16);
    for (const { name, shape, data } of arrays) {
      expect(bytes.readUInt32LE(at)).toBe(0x02014b50);
      const size = bytes.readUInt32LE(at + 24);
      const offset = bytes.readUInt32LE(at + 42);
      expect(bytes.toString('utf8', at + 46, at + 46 + bytes.readUInt16LE(at + 28))).toBe(`${name}.npy`);
      const start = offset + 30 + bytes.readUInt16LE(offset + 26);
      const header = npyHeader(shape);
      expect(size).toBe(header.length + data.byteLength);
      expect(bytes.subarray(start, start + header.length)).toEqual(Buffer.from(header));
      expect(bytes.subarray(start + header.length, start + size)).toEqual(Buffer.from(data.buffer));
      at += 46 + bytes.readUInt16LE(at + 28);
    }
    expect(at).toBe(end);
  });

  it('does not stay half-written, and says what is wrong with the place', async () => {
    const failing = async function* (): AsyncGenerator<NamedArray> {
      yield* each(arrays);
      throw new RangeError('too much');
    };
    const file = path.join(folder, 'c.npz');
    await expect(writeNpz(file, 'c.npz', failing())).rejects.toThrow('too much');
    expect(readdirSync(folder).filter((name) => name.startsWith('c.npz'))).toEqual([]);
    const nowhere = path.join(folder, 'missing', 'd.npz');
    await expect(writeNpz(nowhere, 'd.npz', each(arrays))).rejects.toMatchObject({
      code: 'file-unwritable',
      params: { path: 'd.npz' },
    });
  });
});

describe('the header of an npy file', () => {
  it('puts the values at a multiple of 64 bytes and names type and shape', () => {
    for (const shape of [[3], [2, 5], [12, 512, 512]]) {
      const header = npyHeader(shape);
      expect(header.length % 64).toBe(0);
      const text = Buffer.from(header).toString('latin1');
      expect(text.slice(0, 8)).toBe('\x93NUMPY\x01\x00');
      expect(text).toContain("'descr': '<f4', 'fortran_order': False");
      expect(text).toContain(shape.length === 1 ? '(3,)' : `(${shape.join(', ')})`);
      expect(text.endsWith('\n')).toBe(true);
    }
  });
});

describe('the CRC-32', () => {
  it('has the check value of the standard', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  });

  it.skipIf(typeof zlibCrc32 !== 'function')('is zlib’s, in one go and in parts (needs Node 20.15)', () => {
    const bytes = Uint8Array.from({ length: 1000 }, (_, index) => (index * 7919) % 251);
    expect(crc32(bytes)).toBe(zlibCrc32(bytes));
    expect(crc32(bytes.subarray(300), crc32(bytes.subarray(0, 300)))).toBe(zlibCrc32(bytes));
  });
});
