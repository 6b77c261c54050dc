/** The thumbnails of all heads: a list box, one tab stop, of which one head is chosen. */
import type { HeadChoice } from '../../src/protocol/inference';
import type { PanelSnapshot } from '../../src/protocol/panel';
import { element } from '../components/element';
import type { Ramp } from '../theme/ramp';
import type { FigureName } from './figures';
import { createHeadOption, headInWords, type HeadOption } from './headOption';
import type { PlacedHead } from './order';

/** What the grid shows. */
export interface OverviewPicture {
  readonly heads: readonly PlacedHead[];
  /** Heads of a layer where each row is a layer; undefined where the heads follow each other. */
  readonly columns: number | undefined;
  readonly choice: HeadChoice;
  readonly figure: FigureName;
  readonly strings: PanelSnapshot['strings'];
  readonly ramp: Ramp;
}

export interface OverviewGrid {
  readonly element: HTMLElement;
  draw(picture: OverviewPicture): void;
}

/**
 * @param onChoose a head was opened
 * @param onLook a head came under the mouse or the keyboard: what is known of it, in words
 */
export function createOverviewGrid(
  onChoose: (layer: number, head: number) => void,
  onLook: (words: string) => void,
): OverviewGrid {
  const list = element('div', 'overview-grid');
  list.setAttribute('role', 'listbox');
  list.dataset.role = 'overview';
  const options = new Map<string, HeadOption>();
  let picture: OverviewPicture | undefined;
  let current = 0;

  const nameOf = ({ layer, head }: PlacedHead): string => `${layer}/${head}`;
  const headAt = (at: number): PlacedHead | undefined => picture?.heads[at];
  const optionAt = (at: number): HTMLElement | undefined => {
    const head = headAt(at);
    return head && options.get(nameOf(head))?.element;
  };
  /** The place of the head that an event is about. */
  const placeOf = ({ target }: Event): number => {
    const option = target instanceof Element ? target.closest('[role=option]') : undefined;
    return picture?.heads.findIndex((head) => options.get(nameOf(head))?.element === option) ?? -1;
  };

  /** Makes a head the one that the tab key comes to. */
  function makeCurrent(at: number): void {
    for (const { element: option } of options.values()) option.tabIndex = -1;
    current = at;
    const option = optionAt(at);
    if (option) option.tabIndex = 0;
  }

  function look(event: Event): void {
    const head = headAt(placeOf(event));
    if (head && picture) onLook(headInWords(head, picture.strings));
  }

  function choose(at: number): void {
    const head = headAt(at);
    if (!head) return;
    makeCurrent(at);
    onChoose(head.layer, head.head);
  }

  list.addEventListener('mouseover', look);
  list.addEventListener('focusin', look);
  list.addEventListener('click', (event) => {
    choose(placeOf(event));
  });
  list.addEventListener('keydown', (event) => {
    const last = (picture?.heads.length ?? 0) - 1;
    const perRow = columnsOf(list);
    const moves = new Map([
      ['ArrowLeft', current - 1],
      ['ArrowRight', current + 1],
      ['ArrowUp', current - perRow],
      ['ArrowDown', current + perRow],
      ['Home', 0],
      ['End', last],
    ]);
    const to = moves.get(event.key);
    if (to !== undefined) {
      if (to < 0 || to > last) return;
      makeCurrent(to);
      optionAt(to)?.focus();
    } else if (event.key === 'Enter' || event.key === ' ') choose(current);
    else return;
    event.preventDefault();
  });

  return {
    element: list,
    draw: (next) => {
      const before = headAt(current);
      const hadFocus = list.contains(document.activeElement);
      picture = next;
      const { heads, columns, choice, figure, strings, ramp } = next;
      list.setAttribute('aria-label', strings.overview);
      list.classList.toggle('by-layer', columns !== undefined);
      list.style.setProperty('--columns', String(columns ?? 1));
      const elements = heads.map((head) => {
        const { layer, head: index } = head;
        const option = options.get(nameOf(head)) ?? createHeadOption(layer, index);
        options.set(nameOf(head), option);
        option.update(head, figure, strings, ramp, choice.layer === layer && choice.head === index);
        return option.element;
      });
      // Elements that stay where they are keep focus and mouse.
      const isSame =
        elements.length === list.children.length && elements.every((one, at) => list.children[at] === one);
      if (!isSame) list.replaceChildren(...elements);
      const same = heads.findIndex((head) => head.layer === before?.layer && head.head === before.head);
      const chosen = heads.findIndex((head) => head.layer === choice.layer && head.head === choice.head);
      makeCurrent(Math.max(0, same >= 0 ? same : chosen));
      if (hadFocus && !isSame) optionAt(current)?.focus();
    },
  };
}

/** How many heads stand side by side. */
function columnsOf(list: HTMLElement): number {
  return getComputedStyle(list).gridTemplateColumns.split(' ').length;
}
