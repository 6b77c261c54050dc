import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generateStrings } from '../../fixtures/text/generateStrings';
import { bothOfFile, mismatches, publishedFiles, sourceTexts, treebankSentences } from './oracle';

/** What ours does otherwise on purpose, docs/tokenizers.md tells: none of it shows in the ids, pieces and ranges below. */
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
