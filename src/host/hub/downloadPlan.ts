import { HeadlightError } from '../../core/errors';
import { findVariants, type ModelVariant } from '../../protocol/modelVariants';
import { hubFolder, hubName } from './hubName';
import type { HubFile, HubModel } from './listModel';

/** Which files of a repository make one model, and where they are kept: in one folder of its own, without subfolders. */
export interface DownloadPlan {
  readonly model: HubModel;
  readonly variant: ModelVariant;
  /** What settings call the model. */
  readonly name: string;
  /** Relative to the folder of downloads. */
  readonly folder: string;
  readonly files: readonly PlannedFile[];
  readonly bytes: number;
}

export interface PlannedFile {
  readonly file: HubFile;
  /** Its name in the plan's folder. */
  readonly name: string;
}

/** What belongs to a model beside its graphs: the first of them that a repository has counts, beside the graph or at the top. */
const companions = [
  'config.json',
  'generation_config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'added_tokens.json',
  'vocab.txt',
  'vocab.json',
  'merges.txt',
  'README.md',
];

/** Beyond this a text file of a model is none. */
const longestText = 64 * 1024 * 1024;

/**
 * The models that a repository offers, the plainest names first.
 * @throws HeadlightError `hub-no-onnx`
 */
export function variantsOf({ repo, files }: HubModel): ModelVariant[] {
  const variants = findVariants(files.filter(({ path }) => isSafe(path)));
  if (variants.length > 0) return variants.sort((a, b) => depth(a) - depth(b) || compare(a.graph, b.graph));
  throw new HeadlightError('hub-no-onnx', { repo });
}

/** What is fetched for one of them. */
export function planDownload(model: HubModel, variant: ModelVariant): DownloadPlan {
  const graphs = variant.files.flatMap(({ path }) => model.files.find((file) => file.path === path) ?? []);
  const beside = variant.graph.slice(0, variant.graph.lastIndexOf('/') + 1);
  const others = companions.flatMap(
    (name) =>
      model.files.find(({ path, bytes }) => path === `${beside}${name}` && bytes <= longestText) ??
      model.files.find(({ path, bytes }) => path === name && bytes <= longestText) ??
      [],
  );
  const files = [...others, ...graphs].map((file) => ({ file, name: nameOf(file.path) }));
  const name = hubName({ repo: model.repo, commit: model.commit, variant: idOf(variant) });
  const folder = hubFolder(name);
  if (folder === undefined) throw new HeadlightError('hub-name', { text: name });
  return {
    model,
    variant,
    name,
    folder,
    files,
    bytes: files.reduce((sum, { file }) => sum + file.bytes, 0),
  };
}

/** A variant's name in paths and settings: `model_quantized`, or with its folder where that is another than `onnx/`. */
export function idOf({ graph }: ModelVariant): string {
  return graph
    .replace(/\.onnx$/i, '')
    .replace(/^onnx\//, '')
    .replaceAll('/', '--');
}

/** A path that no file system takes for another one: the hub's word is not enough. */
function isSafe(path: string): boolean {
  return path.split('/').every((part) => /^[\w][\w .+-]*$/.test(part) && !/[ .]$/.test(part));
}

function depth({ graph }: ModelVariant): number {
  return graph.replace(/^onnx\//, '').split('/').length;
}

/** By the characters' codes, so that `model.onnx` comes before `model_fp16.onnx`. */
function compare(a: string, b: string): number {
  return a < b ? -1 : 1;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
