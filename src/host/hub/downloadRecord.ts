import { idOf, type DownloadPlan } from './downloadPlan';

/** What is kept beside a downloaded model; it is written last, so that where it is the model is whole. */
export interface DownloadRecord {
  readonly repo: string;
  readonly commit: string;
  /** The variant's name, see `idOf`. */
  readonly variant: string;
  readonly dataType: string;
  /** The name of the graph's file, or of the encoder's of a pair. */
  readonly graph: string;
  /** Of graphs and weights. */
  readonly bytes: number;
}

export const recordName = 'download.json';

export function recordOf({ model, variant }: DownloadPlan): DownloadRecord {
  const { graph, dataType, bytes } = variant;
  return {
    repo: model.repo,
    commit: model.commit,
    variant: idOf(variant),
    dataType,
    graph: graph.slice(graph.lastIndexOf('/') + 1),
    bytes,
  };
}

/** Reads a record; `undefined` where it is none. */
export function readRecord(text: string): DownloadRecord | undefined {
  try {
    const fields: unknown = JSON.parse(text);
    return isRecord(fields) ? fields : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is DownloadRecord {
  if (typeof value !== 'object' || value === null) return false;
  const texts = ['repo', 'commit', 'variant', 'dataType', 'graph'];
  const fields = new Map<string, unknown>(Object.entries(value));
  return texts.every((key) => typeof fields.get(key) === 'string') && typeof fields.get('bytes') === 'number';
}
