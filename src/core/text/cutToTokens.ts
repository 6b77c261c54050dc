import { HeadlightError } from '../errors';
import { sentences } from './sentences';
import type { Span } from './span';
import type { Encoding, Token } from './tokenizer/tokenizer';
import { words } from './words';
import { wordsOfTokens } from './wordsOfTokens';

/** What a model takes. */
export interface TokenLimit {
  /** Most tokens, special ones included. */
  readonly maxTokens: number;
  /** The model's name, for messages. */
  readonly model: string;
}

/** Tokens `[first, next)` that are kept or left out together, and their range in the text. */
interface Unit extends Span {
  readonly first: number;
  readonly next: number;
}

/**
 * The part of `text` around the query that has at most `limit.maxTokens` tokens of `encoding`. It grows to both sides by
 * whole sentences; where the query's own sentence is too long by words, where its word is too long by tokens. Contains
 * the query. O(length).
 * @param spare tokens to leave free
 * @throws HeadlightError `text-query-too-long`
 */
export function cutToTokens(
  text: string,
  encoding: Encoding,
  around: Span,
  limit: TokenLimit,
  spare = 0,
): Span & { readonly cut: boolean } {
  const tokens = encoding.tokens.filter((token) => !token.special);
  const budget = limit.maxTokens - (encoding.tokens.length - tokens.length) - spare;
  if (tokens.length <= budget) return { start: 0, end: text.length, cut: false };
  const query = tokensOf(tokens, around);
  if (query.next - query.first > budget)
    throw new HeadlightError('text-query-too-long', { limit: limit.maxTokens, model: limit.model });
  for (const unitsOf of [sentenceUnits, wordUnits, tokenUnits]) {
    const grown = grow(unitsOf(text, tokens), query, budget);
    if (grown)
      return { start: Math.min(grown.start, around.start), end: Math.max(grown.end, around.end), cut: true };
  }
  return { start: around.start, end: around.end, cut: true };
}

/** The tokens that the query touches; none, at the place of the query, where the tokenizer dropped all of it. */
function tokensOf(tokens: readonly Token[], around: Span): Pick<Unit, 'first' | 'next'> {
  const after = tokens.findIndex((token) => token.end > around.start);
  const first = after < 0 ? tokens.length : after;
  let next = first;
  tokens.forEach((token, index) => {
    if (index >= first && token.start < around.end) next = index + 1;
  });
  return { first, next };
}

/** The units that the query touches and as many on each side as the budget allows; undefined where those are too many. */
function grow(units: readonly Unit[], query: Pick<Unit, 'first' | 'next'>, budget: number): Span | undefined {
  const lastOfQuery = Math.max(query.next, query.first + 1);
  let right = units.findLastIndex((unit) => unit.first < lastOfQuery);
  let left = Math.min(
    right,
    units.findIndex((unit) => unit.next > query.first),
  );
  if (left < 0) left = right;
  const first = (): number => units[left]?.first ?? 0;
  const next = (): number => units[right]?.next ?? 0;
  if (next() - first() > budget) return undefined;
  for (;;) {
    const room = budget - (next() - first());
    const hasLeft = fits(units[left - 1], room);
    const hasRight = fits(units[right + 1], room);
    if (!hasLeft && !hasRight) return { start: units[left]?.start ?? 0, end: units[right]?.end ?? 0 };
    // The side with fewer tokens first, so that the query stays in the middle.
    if (hasLeft && (!hasRight || query.first - first() <= next() - query.next)) left--;
    else right++;
  }
}

function fits(unit: Unit | undefined, room: number): boolean {
  return unit !== undefined && unit.next - unit.first <= room;
}

function sentenceUnits(text: string, tokens: readonly Token[]): Unit[] {
  const units: Unit[] = [];
  const all = sentences(text);
  let next = 0;
  all.forEach(({ start, end }, index) => {
    const first = next;
    const limit = all[index + 1]?.start ?? Infinity;
    while (next < tokens.length && (tokens[next]?.start ?? 0) < limit) next++;
    if (next > first) units.push({ start, end, first, next });
  });
  return units;
}

/** Tokens of one word together. */
function wordUnits(text: string, tokens: readonly Token[]): Unit[] {
  const wordOf = wordsOfTokens(words(text), tokens);
  const units: Unit[] = [];
  tokens.forEach((token, index) => {
    const last = units.at(-1);
    if (last && index > 0 && wordOf[index] === wordOf[index - 1])
      units[units.length - 1] = { ...last, end: Math.max(last.end, token.end), next: index + 1 };
    else units.push({ start: token.start, end: token.end, first: index, next: index + 1 });
  });
  return units;
}

function tokenUnits(_text: string, tokens: readonly Token[]): Unit[] {
  return tokens.map(({ start, end }, index) => ({ start, end, first: index, next: index + 1 }));
}
