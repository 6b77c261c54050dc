/**
 * Finds the files of a model as the ecosystem's exporters lay them out, over any file system: `config.json` and
 * `tokenizer.json` in a folder, the graph beside them or in `onnx/`, large weights in files named after the graph. An
 * encoder–decoder is one graph, or `encoder_model.onnx` with `decoder_model.onnx`.
 */
import { HeadlightError } from '../core/errors';
import type { DiskFile, GraphFiles, ModelFiles } from './models';
import { isTokenizerFile, readTokenizerFiles } from './tokenizerFiles';
import { decoderOf, isGraph, isWeightsOf } from './modelVariants';

/** What finding a model needs of a file system. Paths use `/`. */
export interface ModelStorage {
  /** The names in a folder, or `undefined` where `path` is a file. @throws where there is nothing. */
  list(path: string): Promise<readonly string[] | undefined>;
  read(path: string): Promise<Uint8Array>;
  /** Where the worker finds a file without its being read here, if it does. @throws where there is nothing. */
  disk?(path: string): Promise<DiskFile | undefined>;
}

/**
 * Reads the model at `path`: a folder, or one of its ONNX files.
 * @throws HeadlightError `model-missing` where there is none, `model-decoder-missing`, `file-unreadable`
 */
export async function readModelFolder(path: string, storage: ModelStorage): Promise<ModelFiles> {
  const { graph, decoder } = await findGraphs(path, storage);
  const { folder, file } = split(graph);
  const beside = (await storage.list(folder)) ?? [];
  const home = await findHome(folder, beside, storage);
  const readText = async (name: string): Promise<string> =>
    new TextDecoder().decode(await read(`${home.folder}/${name}`, storage));
  const text = async (name: string): Promise<string | undefined> =>
    home.names.includes(name) ? readText(name) : undefined;
  return {
    path: graph,
    name: nameOf(home.folder, file),
    graph: await readGraph(graph, beside, storage),
    decoder: decoder === undefined ? undefined : await readGraph(decoder, beside, storage),
    ...(await readTokenizerFiles(home.names, readText)),
    config: await text('config.json'),
    generationConfig: await text('generation_config.json'),
  };
}

/** The buffers of a model's files, to be moved to the worker. */
export function buffersOf({ graph, decoder }: ModelFiles): ArrayBuffer[] {
  const files = [graph, decoder].flatMap((one) => (one ? [one.onnx, ...Object.values(one.external)] : []));
  return files.filter((file) => file instanceof ArrayBuffer);
}

/** A graph and the weight files beside it. */
async function readGraph(
  path: string,
  beside: readonly string[],
  storage: ModelStorage,
): Promise<GraphFiles> {
  const { folder, file } = split(path);
  const external = beside.filter((name) => name !== file && isWeightsOf(file, name));
  const weights = external.map(
    async (name) => [name, await readWeights(`${folder}/${name}`, storage)] as const,
  );
  return {
    path,
    onnx: await readWeights(path, storage),
    external: Object.fromEntries(await Promise.all(weights)),
  };
}

interface Graphs {
  readonly graph: string;
  /** Where `graph` is the encoder of a pair. */
  readonly decoder?: string;
}

async function findGraphs(path: string, storage: ModelStorage): Promise<Graphs> {
  const list = async (folder: string): Promise<readonly string[] | undefined> => {
    try {
      return await storage.list(folder);
    } catch (cause) {
      throw new HeadlightError('model-missing', { path }, { cause });
    }
  };
  const names = await list(path);
  if (!names) return namedGraphs(path, storage);
  const inside = names.includes('onnx') ? ((await list(`${path}/onnx`)) ?? []) : [];
  const graphs = [...names.filter(isGraph), ...inside.filter(isGraph).map((name) => `onnx/${name}`)];
  const named = (file: string): string | undefined =>
    graphs.find((name) => name === file) ?? graphs.find((name) => name === `onnx/${file}`);
  const encoder =
    named('model.onnx') === undefined
      ? (named('encoder_model.onnx') ?? graphs.find((name) => decoderOf(name, new Set(graphs)) !== undefined))
      : undefined;
  if (encoder !== undefined) return withDecoder(path, encoder, graphs);
  const graph = named('model.onnx') ?? named('decoder_model.onnx') ?? graphs[0];
  if (graph === undefined) throw new HeadlightError('model-missing', { path });
  return { graph: `${path}/${graph}` };
}

/** A file that is named: an encoder's with the decoder beside it, where there is one, every other by itself. */
async function namedGraphs(path: string, storage: ModelStorage): Promise<Graphs> {
  const { folder } = split(path);
  const beside = (await storage.list(folder).catch(() => undefined)) ?? [];
  const decoder = decoderOf(path, new Set(beside.map((name) => `${folder}/${name}`)));
  return decoder === undefined ? { graph: path } : { graph: path, decoder };
}

/**
 * An encoder with the decoder beside it. Exporters also write the decoder with a cache of earlier tokens, which has no
 * keys of theirs in its graph, and both decoders merged under an `If`.
 */
function withDecoder(path: string, encoder: string, graphs: readonly string[]): Graphs {
  const decoder = decoderOf(encoder, new Set(graphs));
  const graph = `${path}/${encoder}`;
  if (decoder === undefined) throw new HeadlightError('model-decoder-missing', { path: graph });
  return { graph, decoder: `${path}/${decoder}` };
}

/** The folder that has the tokenizer: the graph's own, or the one above an `onnx` folder. */
async function findHome(
  folder: string,
  names: readonly string[],
  storage: ModelStorage,
): Promise<{ folder: string; names: readonly string[] }> {
  const { folder: above, file: own } = split(folder);
  const isHome = names.some((name) => isTokenizerFile(name) || name === 'config.json');
  if (isHome || own !== 'onnx') return { folder, names };
  return { folder: above, names: (await storage.list(above)) ?? [] };
}

async function read(path: string, storage: ModelStorage): Promise<Uint8Array> {
  try {
    return await storage.read(path);
  } catch (cause) {
    throw new HeadlightError('file-unreadable', { path }, { cause });
  }
}

/** The file as the worker can read it, or in a buffer of its own: a view into a larger one would drag that along to the worker. */
async function readWeights(path: string, storage: ModelStorage): Promise<ArrayBuffer | DiskFile> {
  const found = await storage.disk?.(path).catch((cause: unknown) => {
    throw new HeadlightError('file-unreadable', { path }, { cause });
  });
  if (found) return found;
  const bytes = await read(path, storage);
  const { buffer } = bytes;
  return buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength
    ? buffer
    : bytes.slice().buffer;
}

function split(path: string): { folder: string; file: string } {
  const at = path.lastIndexOf('/');
  return { folder: at < 0 ? '.' : path.slice(0, at), file: path.slice(at + 1) };
}

/** The folder's name says more than `model.onnx`; another file's name says which one it is. */
function nameOf(folder: string, file: string): string {
  const own = split(folder).file;
  return /^(encoder_)?model\.onnx$/i.test(file) && own !== '' && own !== '.'
    ? own
    : file.replace(/\.onnx$/i, '');
}
