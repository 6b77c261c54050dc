/** Which heads the overview shows, in which order. */
import type { LayerOverviewAnswer, OverviewHead } from '../../src/protocol/inference';
import { figureOf, type FigureName } from './figures';

export interface PlacedHead {
  readonly layer: number;
  readonly head: number;
  readonly answer: OverviewHead;
  readonly size: Pick<LayerOverviewAnswer, 'rows' | 'columns'>;
  /** The chosen figure. */
  readonly value: number | undefined;
  /** Whether it is below what was asked for. */
  readonly below: boolean;
}

export type HeadOrder = 'layer' | 'falling' | 'rising';

export interface Wish {
  readonly figure: FigureName;
  readonly order: HeadOrder;
  /** Heads below this share (0 to 1) of the figure's range are left out; in the order of the layers they keep their place. */
  readonly least: number;
}

/** The smallest and the largest value of a figure among all heads. */
export function rangeOf(
  layers: ReadonlyMap<number, LayerOverviewAnswer>,
  figure: FigureName,
): readonly [number, number] | undefined {
  const values = [...layers.values()]
    .flatMap(({ heads }) => heads.map(({ figures }) => figureOf(figures, figure)))
    .filter((value) => value !== undefined);
  return values.length === 0 ? undefined : [Math.min(...values), Math.max(...values)];
}

/** The value at a share of a range. */
export function boundOf([smallest, largest]: readonly [number, number], share: number): number {
  return smallest + share * (largest - smallest);
}

export function placeHeads(
  layers: ReadonlyMap<number, LayerOverviewAnswer>,
  { figure, order, least }: Wish,
): readonly PlacedHead[] {
  const range = rangeOf(layers, figure);
  const bound = range && least > 0 ? boundOf(range, least) : undefined;
  const heads = [...layers]
    .sort(([a], [b]) => a - b)
    .flatMap(([layer, { heads, rows, columns }]) =>
      heads.map((answer, head): PlacedHead => {
        const value = figureOf(answer.figures, figure);
        const below = bound !== undefined && (value ?? -Infinity) < bound;
        return { layer, head, answer, size: { rows, columns }, value, below };
      }),
    );
  if (order === 'layer') return heads;
  const sign = order === 'falling' ? -1 : 1;
  return heads.filter(({ below }) => !below).sort((a, b) => sign * ((a.value ?? 0) - (b.value ?? 0)));
}
