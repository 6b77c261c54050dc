import { HeadlightError } from '../../core/errors';
import type { DiskFile, GraphFiles } from '../../protocol/models';
import type { Engine } from '../session/sessionTypes';
import { readDisk, sameFolder, type GraphOnDisk } from './diskFiles';

/** A graph's files as an engine takes them. */
export interface GraphBytes {
  readonly path: string;
  readonly onnx: Uint8Array;
  /** External weight files by the name that the graph gives them. */
  readonly external: Readonly<Record<string, Uint8Array>>;
  /** Where the engine itself reads weights from, if it does. */
  readonly disk?: GraphOnDisk | undefined;
}

/** All that WebAssembly can address: weights, tensors and the engine itself. */
const wasmMemory = 2 ** 32;

/**
 * Reads what of a graph's files the asking side has left on the disk. The native engine maps large files into memory itself:
 * for it only the graph is read. @throws HeadlightError `file-unreadable`, `model-needs-native`
 */
export async function readGraphBytes(files: GraphFiles, engine: Engine): Promise<GraphBytes> {
  const { path, onnx, external } = files;
  refuseUnaddressable(path, graphFilesSize(files), engine);
  const disk = 'native' in engine ? await sameFolder(onnx, external) : undefined;
  const read = Object.entries(external).filter(([name]) => disk?.external.includes(name) !== true);
  const bytes: [string, Uint8Array][] = [];
  // One after the other: each may be a large part of the memory.
  for (const [name, file] of read) bytes.push([name, await bytesOf(file, `${path}: ${name}`)]);
  return { path, onnx: await bytesOf(onnx, path), external: Object.fromEntries(bytes), disk };
}

/** @throws HeadlightError `model-needs-native` where so many bytes of weights are more than an engine can address */
export function refuseUnaddressable(path: string, bytes: number, engine: Engine): void {
  if ('native' in engine || bytes <= wasmMemory) return;
  throw new HeadlightError('model-needs-native', { path, size: (bytes / 1e9).toFixed(1) });
}

/** Bytes of a graph's files. */
export function graphFilesSize({ onnx, external }: GraphFiles): number {
  return [onnx, ...Object.values(external)].reduce((sum, { byteLength }) => sum + byteLength, 0);
}

/** A file's bytes; `path` is for messages. @throws HeadlightError `file-unreadable` */
export function bytesOf(file: ArrayBuffer | DiskFile, path: string): Promise<Uint8Array> {
  return 'disk' in file ? readDisk(file, path) : Promise.resolve(new Uint8Array(file));
}
