import { expect } from 'vitest';
import type { Editor, Mark, Rect } from '../pages/editor';
import { contributedColour, sameColour, type Colour, type ThemeKind } from './colour';
import type { Explained, ExplainedToken } from './explained';
import { eventually } from './eventually';

/** Steps of colour, and the share of the row's largest weight below which a token stays plain (the defaults). */
const levels = 10;
const threshold = 0.05;

/** A token with the colours that it may have: two where its weight lies on the border of two steps. */
interface Expected {
  readonly token: ExplainedToken;
  readonly colours: readonly (Colour | undefined)[];
}

/**
 * Checks that each token of the first line is drawn in the colour of its weight: `ceil(10 · share)` of the row's largest
 * weight, and plain below the threshold and for the query, whose own weight does not count. Waits while the editor still shows the row before.
 */
export async function expectHighlights(
  editor: Editor,
  { tokens, query }: Pick<Explained, 'tokens' | 'query'>,
  row: readonly number[],
  theme: ThemeKind,
): Promise<void> {
  const others = row.map((weight, at) => (query.includes(at) ? 0 : weight));
  const largest = Math.max(...others);
  const expected = tokens
    .map((token, at): Expected => ({ token, colours: coloursFor((others[at] ?? 0) / largest, theme) }))
    .filter(({ token }) => !token.special);
  const read = async (): Promise<string[]> => {
    const { marks, rects } = await editor.drawing(
      0,
      expected.map(({ token }) => token),
    );
    const wrong: string[] = [];
    for (const [at, { token, colours }] of expected.entries()) {
      const rect = rects[at];
      const shown = rect && colourOver(marks, rect);
      if (!colours.some((colour) => sameColour(colour, shown))) {
        wrong.push(`${token.text}: ${shown?.join() ?? 'plain'}, not ${colours.join(' or ') || 'plain'}`);
      }
    }
    return wrong;
  };
  await eventually(read, (wrong) => wrong.length === 0);
  // One colour for all would pass for a row in which all weights are alike.
  const steps = new Set(expected.map(({ colours }) => String(colours)));
  expect(steps.size).toBeGreaterThan(1);
}

function coloursFor(share: number, theme: ThemeKind): (Colour | undefined)[] {
  const slack = 1e-4;
  const step = (weight: number): number => (weight < threshold ? 0 : Math.max(1, Math.ceil(weight * levels)));
  const steps = new Set([step(Math.max(0, share - slack)), step(Math.min(1, share + slack))]);
  return [...steps].map((level) =>
    level === 0 ? undefined : contributedColour(`headlight.weight${level}`, theme),
  );
}

/** The background at the middle of a place; VS Code draws neighbours of one colour as one element. */
function colourOver(marks: readonly Mark[], { x, y, width, height }: Rect): Colour | undefined {
  const [middle, centre] = [x + width / 2, y + height / 2];
  const over = marks.filter(
    ({ rect, background }) =>
      background[3] > 0 &&
      rect.x <= middle &&
      middle <= rect.x + rect.width &&
      rect.y <= centre &&
      centre <= rect.y + rect.height,
  );
  expect(over.length).toBeLessThan(2);
  return over[0]?.background;
}
