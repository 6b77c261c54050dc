/**
 * Finds the files of a model as the ecosystem's exporters lay them out, over any file system: `config.json` and
 * `tokenizer.json` in a folder, the graph beside them or in `onnx/`, large weights in files named after the graph. An
 * encoder–decoder is one graph, or `encoder_model.onnx` with `decoder_model.onnx`.
 */
import { HeadlightError } from '../core/errors';
import type { GraphFiles, ModelFiles } from './models';

/** What finding a model needs of a file system. Paths use `/`. */
export interface ModelStorage {
  /** The names in a folder, or `undefined` where `path` is a file. @throws where there is nothing. */
  list(path: string): Promise<readonly string[] | undefined>;
  read(path: string): Promise<Uint8Array>;
}

/**
 * Reads the model at `path`: a folder, or an ONNX file, which is then taken by itself.
 * @throws HeadlightError `model-missing` where there is none, `model-decoder-missing`, `model-merged-only`,
 * `file-unreadable`
 */
export async function readModelFolder(path: string, storage: ModelStorage): Promise<ModelFiles> {
  const { graph, decoder } = await findGraphs(path, storage);
  const { folder, file } = split(graph);
  const beside = (await storage.list(folder)) ?? [];
  const home = await findHome(folder, beside, storage);
  const text = async (name: string): Promise<string | undefined> =>
    home.names.includes(name)
      ? new TextDecoder().decode(await read(`${home.folder}/${name}`, storage))
      : undefined;
  return {
    path: graph,
    name: nameOf(home.folder, file),
    graph: await readGraph(graph, beside, storage),
    decoder: decoder === undefined ? undefined : await readGraph(decoder, beside, storage),
    tokenizer: await text('tokenizer.json'),
    tokenizerConfig: await text('tokenizer_config.json'),
    config: await text('config.json'),
    generationConfig: await text('generation_config.json'),
  };
}

/** The buffers of a model's files, to be moved to the worker. */
export function buffersOf({ graph, decoder }: ModelFiles): ArrayBuffer[] {
  return [graph, decoder].flatMap((one) => (one ? [one.onnx, ...Object.values(one.external)] : []));
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
    async (name) => [name, await readBuffer(`${folder}/${name}`, storage)] as const,
  );
  return {
    path,
    onnx: await readBuffer(path, storage),
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
  if (!names) return { graph: path };
  const inside = names.includes('onnx') ? ((await list(`${path}/onnx`)) ?? []) : [];
  const graphs = [...names.filter(isGraph), ...inside.filter(isGraph).map((name) => `onnx/${name}`)];
  const named = (file: string): string | undefined =>
    graphs.find((name) => name === file) ?? graphs.find((name) => name === `onnx/${file}`);
  const encoder = named('model.onnx') === undefined ? named('encoder_model.onnx') : undefined;
  if (encoder !== undefined) return withDecoder(path, encoder, graphs);
  const graph = named('model.onnx') ?? named('decoder_model.onnx') ?? graphs[0];
  if (graph === undefined) throw new HeadlightError('model-missing', { path });
  return { graph: `${path}/${graph}` };
}

/**
 * An encoder with the decoder beside it. Exporters also write the decoder with a cache of earlier tokens, which has no
 * keys of theirs in its graph, and both decoders merged under an `If`, into which no tap reaches.
 */
function withDecoder(path: string, encoder: string, graphs: readonly string[]): Graphs {
  const decoder = encoder.replace('encoder_model', 'decoder_model');
  const graph = `${path}/${encoder}`;
  if (graphs.includes(decoder)) return { graph, decoder: `${path}/${decoder}` };
  const merged = encoder.replace('encoder_model', 'decoder_model_merged');
  throw graphs.includes(merged)
    ? new HeadlightError('model-merged-only', { path: graph, file: split(merged).file })
    : new HeadlightError('model-decoder-missing', { path: graph });
}

/** The folder that has the tokenizer: the graph's own, or the one above an `onnx` folder. */
async function findHome(
  folder: string,
  names: readonly string[],
  storage: ModelStorage,
): Promise<{ folder: string; names: readonly string[] }> {
  const { folder: above, file: own } = split(folder);
  const isHome = names.some((name) => name === 'tokenizer.json' || name === 'config.json');
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

/** The file in a buffer of its own: a view into a larger one would drag that along to the worker. */
async function readBuffer(path: string, storage: ModelStorage): Promise<ArrayBuffer> {
  const bytes = await read(path, storage);
  const { buffer } = bytes;
  return buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength
    ? buffer
    : bytes.slice().buffer;
}

function isGraph(name: string): boolean {
  return name.toLowerCase().endsWith('.onnx');
}

/** `model.onnx` → `model.onnx_data`, `model.onnx_data_1`, `model.onnx.data`, `model.data`. */
function isWeightsOf(graph: string, name: string): boolean {
  const stem = graph.replace(/\.onnx$/i, '');
  return name.startsWith(`${graph}_data`) || name === `${graph}.data` || name === `${stem}.data`;
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
