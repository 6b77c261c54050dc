import { unitsAt } from '../alignedText';
import { characterOfByte } from '../byteAlphabet';
import { isWhitespace } from '../characters';
import type { Token } from '../tokenizer';
import type { Part } from './postProcessor';

const blankByte = characterOfByte(0x20);

/**
 * Leaves the blanks of byte-level tokens (`Ġthe`) out of their ranges. As in the Rust package they are counted in the
 * token's piece and taken from its range character by character, whatever stands there: a blank that was put before a
 * later part of the text costs that part's first character.
 * @param addPrefixSpace one leading blank of the first token was put there, and is in no range
 */
export function trimBlanks(part: Part, addPrefixSpace: boolean): Part {
  return {
    ...part,
    tokens: part.tokens.map((token, index) =>
      trimmed(token, part.text, addPrefixSpace && (index === 0 || token.start === 0)),
    ),
  };
}

function trimmed(token: Token, text: string, mayHavePrefix: boolean): Token {
  const characters = Array.from(token.text);
  const leading = blanks(characters);
  const trailing = blanks(characters.reverse());
  if (leading === 0 && trailing === 0) return token;
  let { start, end } = token;
  for (let left = mayHavePrefix && leading === 1 ? 0 : leading; left > 0 && start < end; left--)
    start += unitsAt(text, start);
  for (let left = trailing; left > 0 && end > start; left--)
    end -= end >= 2 && unitsAt(text, end - 2) === 2 ? 2 : 1;
  return { ...token, start, end };
}

/** How many characters at the begin are blank. */
function blanks(characters: readonly string[]): number {
  const first = characters.findIndex((each) => each !== blankByte && !isWhitespace(each.codePointAt(0) ?? 0));
  return first < 0 ? characters.length : first;
}
