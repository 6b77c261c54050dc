import { FigureSums } from '../../core/analysis/headFigures';
import { pooling, ThumbnailSums } from '../../core/analysis/thumbnail';
import { HeadlightError } from '../../core/errors';
import type { LayerOverviewAnswer, LayerOverviewQuestion } from '../../protocol/inference';
import type { Run } from '../runs/run';
import { hidingOf } from './row';

/**
 * Every head of one layer in small, with its figures. Rows are computed and let go one by one: O(heads · queries · keys ·
 * headSize) time. Errors: `kind-unknown`, `head-unknown`.
 */
export async function answerLayerOverview(
  run: Run,
  { kind, layer, hideSpecial, maxSide }: LayerOverviewQuestion,
  turn: () => Promise<void> | undefined,
): Promise<LayerOverviewAnswer> {
  const ofKind = run.ofKind(kind);
  const found = ofKind.layers.find((one) => one.layer === layer);
  if (!found) throw new HeadlightError('head-unknown', { layer, head: 'mean' });
  const { rows } = found;
  const { heads, queries, keys } = rows;
  const pooledBy = pooling(queries, keys, Math.max(1, maxSide));
  const hiding = hideSpecial ? hidingOf(run, { kind, layer, head: 0 }, true) : undefined;
  const row = new Float32Array(keys);
  const answers: LayerOverviewAnswer['heads'][number][] = [];
  for (let head = 0; head < heads; head++) {
    const figures = new FigureSums(run.text(ofKind.keys).special, ofKind.queries === ofKind.keys);
    const small = new ThumbnailSums(queries, keys, pooledBy, hiding);
    for (let query = 0; query < queries; query++) {
      rows.row(head, query, row);
      // The start of a generated text was not written by looking at anything.
      if (row.some((weight) => weight > 0)) figures.add(query, row);
      small.add(query, row);
      await turn();
    }
    answers.push({ ...small.thumbnail, figures: figures.figures });
  }
  return {
    rows: Math.ceil(queries / pooledBy),
    columns: Math.ceil(keys / pooledBy),
    pooledBy,
    heads: answers,
  };
}
