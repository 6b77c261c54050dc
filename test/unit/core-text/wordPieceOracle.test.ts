import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generateStrings } from '../../fixtures/text/generateStrings';
import { bertFile, bothOfFile, bundledFile, mismatches, treebankSentences } from './oracle';

/**
 * What ours does otherwise on purpose, and why. None of it shows in the ids, pieces and ranges below.
 *
 * | difference                            | reason                                                                     |
 * |---------------------------------------|----------------------------------------------------------------------------|
 * | `truncation` and `padding` of the     | the text is cut around the query (encodeAround), not at its end; one text  |
 * | file are not applied                  | needs no padding                                                           |
 * | an added token that normalises to     | the Rust package matches it between all characters                         |
 * | nothing never matches                 |                                                                            |
 * | ranges are UTF-16 units               | editor positions; the Rust package counts code points                      |
 * | lower case is the JavaScript engine's | equal for every code point here (stagesOracle.test.ts); an engine with     |
 * |                                       | another Unicode version may differ in letters that few fonts have          |
 *
 * A lone surrogate is read as U+FFFD by both.
 */
const files = [
  { name: 'bert-base-uncased', path: bertFile, missing: '../shared/models/vespa/real_tokenizer.json' },
  { name: 'headlight-encoder', path: bundledFile, missing: 'models/headlight-encoder/tokenizer.json' },
];

for (const { name, path, missing } of files) {
  const isThere = existsSync(path);
  describe.skipIf(!isThere)(
    `${name} against the Rust package tokenizers${isThere ? '' : ` (skipped: ${missing} is missing)`}`,
    () => {
      it('agrees on generated strings', async () => {
        const texts = generateStrings(4000);
        const found = await mismatches(bothOfFile(path), texts);
        console.log(`${name}: ${texts.length} generated strings, ${found.length} mismatches`);
        expect(found.slice(0, 3)).toEqual([]);
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

describe('the bundled tokenizer', () => {
  it('is there', () => {
    expect(existsSync(bundledFile)).toBe(true);
  });
});
