import type { PanelRun } from '../../src/protocol/panel';
import { tokenText } from '../text/tokenText';

/** Longest query that is spelled out. */
const longest = 40;

/** The query's tokens as the page names them. */
export function queryText({ query, tokens }: PanelRun): string {
  const text = query.map((token) => tokenText(tokens[token]?.text ?? '')).join(' ');
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
