/** The figures of a head by their names, and how they are written. */
import { formatShare } from '../../src/core/analysis/formatShare';
import type { HeadFigures } from '../../src/core/analysis/headFigures';

export const figureNames = ['entropy', 'distance', 'special', 'first', 'previous', 'next', 'same'] as const;
export type FigureName = (typeof figureNames)[number];

/** Undefined between two texts, where tokens have no neighbours among those that they attend to. */
export function figureOf(figures: HeadFigures, name: FigureName): number | undefined {
  switch (name) {
    case 'entropy':
    case 'special':
    case 'first':
      return figures[name];
    case 'distance':
    case 'previous':
    case 'next':
    case 'same':
      return figures.within?.[name];
  }
}

/** Bits and tokens with one digit behind the point; shares in per cent. */
export function formatFigure(name: FigureName, value: number): string {
  return name === 'entropy' || name === 'distance' ? value.toFixed(1) : formatShare(value);
}
