import type { PanelRun } from '../../src/protocol/panel';
import { tokenText } from '../../src/core/text/tokenText';

/** Longest query that is spelled out, in UTF-16 units. */
const longest = 40;

/** The query as the page names it. */
export function queryText({ queryText: text }: PanelRun): string {
  return tokenText(text.length > longest ? `${text.slice(0, longest)}…` : text);
}
