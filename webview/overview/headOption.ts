/** One head of the overview: its thumbnail, its name and a figure. */
import { formatMessage } from '../../src/core/errorMessages';
import type { OverviewHead } from '../../src/protocol/inference';
import type { PanelSnapshot } from '../../src/protocol/panel';
import { element, setText } from '../components/element';
import { cssOf } from '../theme/cssColour';
import { rampColour, type Ramp } from '../theme/ramp';
import { figureNames, figureOf, formatFigure, type FigureName } from './figures';
import type { PlacedHead } from './order';
import { thumbnailPixels } from './thumbnailPixels';

type Strings = PanelSnapshot['strings'];

export interface HeadOption {
  readonly element: HTMLElement;
  update(head: PlacedHead, figure: FigureName, strings: Strings, ramp: Ramp, isChosen: boolean): void;
}

export function createHeadOption(layer: number, head: number): HeadOption {
  const canvas = element('canvas');
  const number = element('span', 'figure');
  const words = element('span', 'words', element('span', 'caption', `${layer}·${head}`), number);
  const option = element('div', 'overview-head', canvas, words);
  option.setAttribute('role', 'option');
  option.dataset.head = `${layer}/${head}`;
  let drawn: { readonly answer: OverviewHead; readonly ramp: Ramp } | undefined;
  return {
    element: option,
    update: (placed, figure, strings, ramp, isChosen) => {
      const { answer, size, value, below } = placed;
      if (drawn?.answer !== answer || drawn.ramp !== ramp) {
        drawn = { answer, ramp };
        canvas.width = size.columns;
        canvas.height = size.rows;
        canvas.style.backgroundColor = cssOf(rampColour(ramp, 0));
        const image = new ImageData(thumbnailPixels(answer, ramp), size.columns, size.rows);
        canvas.getContext('2d')?.putImageData(image, 0, 0);
      }
      setText(number, value === undefined ? '–' : formatFigure(figure, value));
      option.setAttribute('aria-label', headInWords(placed, strings));
      option.setAttribute('aria-selected', String(isChosen));
      option.classList.toggle('below', below);
    },
  };
}

/** All figures of a head. */
export function headInWords({ layer, head, answer }: PlacedHead, strings: Strings): string {
  const figures = figureNames.flatMap((name) => {
    const value = figureOf(answer.figures, name);
    return value === undefined ? [] : [`${strings[name]} ${formatFigure(name, value)}`];
  });
  const names = [formatMessage(strings.oneLayer, { layer }), formatMessage(strings.oneHead, { head })];
  return `${names.join(' · ')}: ${figures.join(' · ')}`;
}
