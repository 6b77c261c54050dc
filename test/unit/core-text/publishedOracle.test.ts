import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generateStrings } from '../../fixtures/text/generateStrings';
import { bothOfFile, mismatches, publishedFiles, sourceTexts, treebankSentences } from './oracle';

/**
 * What ours does otherwise on purpose, and why. None of it shows in the ids, pieces and ranges below.
 *
 * | difference                            | reason                                                                     |
 * |---------------------------------------|----------------------------------------------------------------------------|
 * | `truncation`, `padding` and `dropout` | the text is cut around the query (encodeAround), not at its end; one text  |
 * | of the file are not applied           | needs no padding; the same text has the same tokens                        |
 * | an added token that normalises to     | the Rust package matches it between all characters                         |
 * | nothing never matches                 |                                                                            |
 * | ranges are UTF-16 units               | editor positions; the Rust package counts code points                      |
 * | lower case, and NFC to NFKD of what   | equal for every code point here (stagesOracle, kindsOracle); an engine     |
 * | Unicode 9 composes, are the           | with another Unicode version may differ in letters that few fonts have     |
 * | JavaScript engine's                   |                                                                            |
 * | scripts in regular expressions and    | likewise: general categories are tables of our own, `\p{Han}` and the      |
 * | graphemes in charsmaps are, too       | borders of emoji sequences are not                                         |
 * | a character that byte pair encoding   | the Rust package counts all ranges behind it as if it had not been there   |
 * | has no piece for, without an unknown  |                                                                            |
 * | piece, keeps the ranges of the others |                                                                            |
 * | a model without the unknown piece     | the Rust package fails at the first character that needs it                |
 * | that it needs leaves the text out     |                                                                            |
 *
 * A lone surrogate is read as U+FFFD by both.
 */
for (const { name, path, missing } of publishedFiles) {
  const isThere = existsSync(path);
  describe.skipIf(!isThere)(
    `${name} against the Rust package tokenizers${isThere ? '' : ` (skipped: ${missing} is missing)`}`,
    () => {
      it('agrees on generated strings', async () => {
        const texts = generateStrings(5000);
        const found = await mismatches(bothOfFile(path), texts);
        console.log(`${name}: ${texts.length} generated strings, ${found.length} mismatches`);
        expect(found.slice(0, 3)).toEqual([]);
      });

      it('agrees on rows of one character', async () => {
        const texts = ['-', '=', '.', '_', '#', '*', ' ', '\t', '\n', '0', 'a', '啊', '😀'].flatMap(
          (character) => Array.from({ length: 40 }, (_, count) => `x ${character.repeat(count)} y`),
        );
        expect((await mismatches(bothOfFile(path), texts)).slice(0, 3)).toEqual([]);
      });

      it('agrees on source code', async () => {
        expect((await mismatches(bothOfFile(path), sourceTexts())).slice(0, 3)).toEqual([]);
      });

      const sentences = treebankSentences();
      it.skipIf(sentences.length === 0)(
        `agrees on real sentences${sentences.length === 0 ? ' (skipped: ../shared/eval is missing)' : ''}`,
        async () => {
          // Single sentences, and longer texts with line ends of both kinds.
          const joined = Array.from({ length: sentences.length / 20 }, (_, index) =>
            sentences.slice(index * 20, index * 20 + 20).join(index % 2 === 0 ? '\r\n' : '\n\t'),
          );
          const texts = [...sentences, ...joined];
          const found = await mismatches(bothOfFile(path), texts);
          console.log(`${name}: ${texts.length} real texts, ${found.length} mismatches`);
          expect(found.slice(0, 3)).toEqual([]);
        },
      );
    },
  );
}

describe('the bundled tokenizers', () => {
  it.each(publishedFiles.filter(({ isBundled }) => isBundled))('are there: $name', ({ path }) => {
    expect(existsSync(path)).toBe(true);
  });
});
