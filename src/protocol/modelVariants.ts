/**
 * Tells which of the ONNX files of a folder or repository are models, by the names that exporters give them: one graph,
 * or `encoder_model` with `decoder_model`; what stands behind the name says how the weights are stored
 * (`model_quantized.onnx`, `decoder_model_fp16.onnx`).
 */

/** A file with its size; the path is relative to the folder or repository, with `/`. */
export interface StoredFile {
  readonly path: string;
  readonly bytes: number;
}

/** A model that can be opened, of perhaps several in one folder. */
export interface ModelVariant {
  /** Path of the one graph, or of the encoder's of a pair. */
  readonly graph: string;
  readonly decoder: string | undefined;
  /** The graphs and the files of their large weights. */
  readonly files: readonly StoredFile[];
  /** Of all of them. */
  readonly bytes: number;
  /** How the weights are stored, as far as the name says it: `float32`, `int8`, `O4`. */
  readonly dataType: string;
}

/** The suffixes of Optimum and of transformers.js; a name without any is plain float32. */
const dataTypes: Readonly<Record<string, string>> = {
  '': 'float32',
  fp32: 'float32',
  fp16: 'float16',
  bf16: 'bfloat16',
  quantized: 'int8',
  q8: 'int8',
  int8: 'int8',
  uint8: 'uint8',
  q4: '4-bit',
  q4f16: '4-bit + float16',
  bnb4: '4-bit (bitsandbytes)',
  q2: '2-bit',
  q2f16: '2-bit + float16',
  q1: '1-bit',
  q1f16: '1-bit + float16',
};

/** What exporters call whole graphs and halves; the rest of the name is a suffix. */
const stems = ['encoder_model', 'decoder_model', 'model'];

/**
 * The models among some files, as they are listed. A decoder beside an encoder is part of that one's; one with a cache of
 * earlier tokens, or merged with such a one, is left out where the plain one is there.
 */
export function findVariants(files: readonly StoredFile[]): ModelVariant[] {
  const paths = new Set(files.map(({ path }) => path));
  return files
    .filter(({ path }) => isGraph(path) && !isPartOfOther(path, paths))
    .filter(({ path }) => !isEncoder(path) || decoderOf(path, paths) !== undefined)
    .map(({ path }) => variantOf(path, decoderOf(path, paths), files));
}

/** The one that a folder stands for, as `readModelFolder` takes it: paths are relative to that folder. */
export function defaultVariant(variants: readonly ModelVariant[]): ModelVariant | undefined {
  const named = (file: string): ModelVariant | undefined =>
    variants.find(({ graph }) => graph === file) ?? variants.find(({ graph }) => graph === `onnx/${file}`);
  return (
    named('model.onnx') ??
    named('encoder_model.onnx') ??
    variants.find(({ decoder }) => decoder !== undefined) ??
    named('decoder_model.onnx') ??
    variants[0]
  );
}

/**
 * Names the decoder beside an encoder's file: the plain one, or the one that is merged with that for a cache.
 * `undefined` where there is none or the file is no encoder's.
 */
export function decoderOf(graph: string, paths: ReadonlySet<string>): string | undefined {
  if (!isEncoder(graph)) return undefined;
  const named = (name: string): string => graph.replace(/encoder_model([^/]*)$/, `${name}$1`);
  return [named('decoder_model'), named('decoder_model_merged')].find((decoder) => paths.has(decoder));
}

/** `model.onnx` → `model.onnx_data`, `model.onnx_data_1`, `model.onnx.data`, `model.data`; names without a folder. */
export function isWeightsOf(graph: string, name: string): boolean {
  const stem = graph.replace(/\.onnx$/i, '');
  return name.startsWith(`${graph}_data`) || name === `${graph}.data` || name === `${stem}.data`;
}

export function isGraph(path: string): boolean {
  return path.toLowerCase().endsWith('.onnx');
}

function variantOf(graph: string, decoder: string | undefined, files: readonly StoredFile[]): ModelVariant {
  const graphs = decoder === undefined ? [graph] : [graph, decoder];
  const parts = files.filter(({ path }) => graphs.some((one) => one === path || isWeightsOf(one, path)));
  return {
    graph,
    decoder,
    files: parts,
    bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    dataType: dataTypeOf(graph),
  };
}

function dataTypeOf(graph: string): string {
  const name = nameOf(graph).replace(/\.onnx$/i, '');
  const stem = stems.find((one) => name === one || name.startsWith(`${one}_`));
  const suffix = stem === undefined ? (/_([a-z0-9]+)$/.exec(name)?.[1] ?? '') : name.slice(stem.length + 1);
  return dataTypes[suffix.toLowerCase()] ?? (stem === undefined ? 'float32' : suffix);
}

function isEncoder(path: string): boolean {
  return /^encoder_model[^/]*\.onnx$/i.test(nameOf(path));
}

/** A decoder that belongs to the encoder beside it, or of which there is a plainer form. */
function isPartOfOther(path: string, paths: ReadonlySet<string>): boolean {
  const [, folder = '', cached, suffix = ''] =
    /^(.*\/)?decoder_(with_past_model|model_merged|model)([^/]*)$/i.exec(path) ?? [];
  if (cached === undefined) return false;
  if (paths.has(`${folder}encoder_model${suffix}`)) return true;
  return cached !== 'model' && paths.has(`${folder}decoder_model${suffix}`);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
