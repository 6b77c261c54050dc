import { type AlignedText, unitsAt } from './alignedText';
import { isWhitespace } from './characters';

/** A token beside the model's vocabulary, found in the text before the model sees it. */
export interface AddedToken {
  readonly id: number;
  /** What is searched for; already normalised where the search is in the normalised text. */
  readonly content: string;
  /** Found only where no word character touches it. */
  readonly singleWord: boolean;
  /** Takes the white space on its left, or right, with it. */
  readonly stripLeft: boolean;
  readonly stripRight: boolean;
}

/** A part of a text: an added token, or text between them. */
export interface AddedTokenPart {
  readonly text: AlignedText;
  readonly id: number | undefined;
}

/** Word characters of Rust's regular expressions: Unicode Technical Standard 18, annex C. */
const wordCharacter = /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]/u;

/** Finds added tokens in a text: leftmost first, the longest of those. */
export class AddedTokenFinder {
  /** By the first unit of the content, the longest content first. */
  private readonly byFirstUnit = new Map<number, AddedToken[]>();

  constructor(tokens: readonly AddedToken[]) {
    for (const token of tokens) {
      if (token.content === '') continue;
      const unit = token.content.charCodeAt(0);
      const list = this.byFirstUnit.get(unit);
      if (list) list.push(token);
      else this.byFirstUnit.set(unit, [token]);
    }
    for (const list of this.byFirstUnit.values()) list.sort((a, b) => b.content.length - a.content.length);
  }

  /** The parts of the text in order; none is empty. */
  split(aligned: AlignedText): AddedTokenPart[] {
    const { text } = aligned;
    const parts: AddedTokenPart[] = [];
    let done = 0;
    const take = (end: number, id: number | undefined): void => {
      if (end > done) parts.push({ text: aligned.slice(done, end), id });
      done = Math.max(done, end);
    };
    for (let index = 0; index < text.length;) {
      const token = this.byFirstUnit
        .get(text.charCodeAt(index))
        ?.find(({ content }) => text.startsWith(content, index));
      if (!token) {
        index++;
        continue;
      }
      const end = index + token.content.length;
      if (!token.singleWord || standsAlone(text, index, end)) {
        take(token.stripLeft ? blanksBefore(text, index, done) : index, undefined);
        take(token.stripRight ? blanksAfter(text, end) : end, token.id);
      }
      index = Math.max(end, done);
    }
    take(text.length, undefined);
    return parts;
  }
}

function standsAlone(text: string, start: number, end: number): boolean {
  return (
    !(start > 0 && wordCharacter.test(characterBefore(text, start))) &&
    !wordCharacter.test(characterAt(text, end))
  );
}

function characterAt(text: string, index: number): string {
  return index < text.length ? text.slice(index, index + unitsAt(text, index)) : '';
}

function characterBefore(text: string, index: number): string {
  const start = index > 1 && unitsAt(text, index - 2) === 2 ? index - 2 : index - 1;
  return text.slice(start, index);
}

/** No white space lies beyond U+FFFF, so units are characters here. */
function blanksBefore(text: string, index: number, limit: number): number {
  let start = index;
  while (start > limit && isWhitespace(text.charCodeAt(start - 1))) start--;
  return start;
}

function blanksAfter(text: string, index: number): number {
  let end = index;
  while (end < text.length && isWhitespace(text.charCodeAt(end))) end++;
  return end;
}
