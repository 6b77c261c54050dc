import { formatMessage } from '../../src/core/errorMessages';
import type { PanelRun, PanelSnapshot } from '../../src/protocol/panel';
import { tokenText } from '../text/tokenText';

/** Longest query that is spelled out. */
const longest = 40;

/** The query as the page names it: its tokens joined as in the text, with a word on the mean where there are several. */
export function queryText(run: PanelRun, strings: PanelSnapshot['strings']): string {
  const pieces = run.query.map((token) => tokenText(run.tokens[token]?.text ?? ''));
  const joined = pieces.reduce(
    (text, piece) =>
      piece.startsWith('##') ? text + piece.slice(2) : text === '' ? piece : `${text} ${piece}`,
    '',
  );
  const text = joined.length > longest ? `${joined.slice(0, longest)}…` : joined;
  return pieces.length > 1 ? formatMessage(strings.meanOfTokens, { text, count: pieces.length }) : text;
}
