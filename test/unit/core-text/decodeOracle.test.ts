import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Tokenizer } from '../../../src/core/text/tokenizer/tokenizer';
import { generateStrings, seededRandom } from '../../fixtures/text/generateStrings';
import { addedToken } from './smallTokenizer';
import { type Both, bothOf, publishedFiles } from './oracle';

/** Ids whose text differs from that of the Rust package. */
async function wrong({ ours, rust }: Both, lists: readonly (readonly number[])[]): Promise<object[]> {
  const found: object[] = [];
  for (const ids of lists)
    for (const skipSpecial of [true, false]) {
      const mine = ours.decode(ids, { skipSpecial });
      const theirs = await rust.decode([...ids], skipSpecial);
      if (mine !== theirs) found.push({ ids, skipSpecial, mine, theirs });
    }
  return found;
}

/** Any ids, with one now and then that stands for nothing. */
function randomIds(tokenizer: Tokenizer, count: number): number[][] {
  const random = seededRandom(17);
  return Array.from({ length: count }, () =>
    Array.from({ length: Math.floor(random() * 12) }, () =>
      // Bytes and special tokens lie at the begin of most vocabularies.
      Math.floor(random() * (random() < 0.5 ? 400 : tokenizer.vocabularySize + 2)),
    ),
  );
}

for (const { name, path, missing } of publishedFiles) {
  const isThere = existsSync(path);
  describe.skipIf(!isThere)(`${name}, decoded${isThere ? '' : ` (skipped: ${missing} is missing)`}`, () => {
    it('gives the text of the Rust package', async () => {
      const both = bothOf(readFileSync(path, 'utf8'));
      const encoded = generateStrings(200, 61).map((text) =>
        both.ours.encode(text).tokens.map(({ id }) => id),
      );
      expect((await wrong(both, [...encoded, ...randomIds(both.ours, 400), []])).slice(0, 2)).toEqual([]);
    });

    it('says where each token is', () => {
      const { ours } = bothOf(readFileSync(path, 'utf8'));
      for (const text of generateStrings(100, 62)) {
        const ids = ours.encode(text).tokens.map(({ id }) => id);
        const decoded = ours.decodeTokens(ids);
        expect(decoded.text).toBe(ours.decode(ids));
        expect(decoded.tokens.map(({ id }) => id)).toEqual(ids);
        expectOrdered(decoded.tokens, decoded.text);
      }
    });
  });
}

/** Ranges begin and end in order, at borders of characters, and leave out nothing but blanks. */
function expectOrdered(
  spans: readonly { start: number; end: number; special: boolean }[],
  text: string,
): void {
  let [start, end] = [0, 0];
  for (const span of spans) {
    expect(span.start).toBeGreaterThanOrEqual(start);
    expect(span.end).toBeGreaterThanOrEqual(end);
    expect(text.slice(end, span.start).trim()).toBe('');
    expect(text.slice(span.start, span.end)).not.toMatch(/\p{Surrogate}/u);
    if (span.special) expect(span.end).toBe(span.start);
    ({ start, end } = span);
  }
  expect(text.slice(end).trim()).toBe('');
}

describe('the ranges of decoded tokens', () => {
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
  const fileOf = (pieces: readonly string[], decoder: object | null) =>
    JSON.stringify({
      version: '1.0',
      added_tokens: [addedToken('</s>', { special: true })],
      decoder,
      model: {
        type: 'WordLevel',
        unk_token: '</s>',
        vocab: Object.fromEntries(pieces.map((piece, id) => [piece, id])),
      },
    });
  const ranges = (pieces: readonly string[], decoder: object | null): [string, string[]] => {
    const { ours } = bothOf(fileOf(['</s>', ...pieces], decoder));
    const { text, tokens } = ours.decodeTokens([...pieces.map((_, index) => index + 1), 0]);
    return [text, tokens.map(({ start, end }) => text.slice(start, end))];
  };

  it('share a character that several tokens spell', () => {
    expect(ranges(['a', 'ðŁĺ', 'Ģ', 'b', 'Ġcat', 'æĪĳ'], byteLevel)).toEqual([
      'a😀b cat我',
      ['a', '😀', '😀', 'b', ' cat', '我', ''],
    ]);
    expect(
      ranges(['▁a', '<0xF0>', '<0x9F>', '<0x98>', '<0x80>', '▁b'], {
        type: 'Sequence',
        decoders: [
          { type: 'Replace', pattern: { String: '▁' }, content: ' ' },
          { type: 'ByteFallback' },
          { type: 'Fuse' },
          { type: 'Strip', content: ' ', start: 1, stop: 0 },
        ],
      }),
    ).toEqual(['a😀 b', ['a', '😀', '😀', '😀', '😀', ' b', '']]);
  });

  it('tell broken characters apart', () => {
    expect(ranges(['ðŁĺ', 'a', 'Ģ', 'æ', 'Ī'], byteLevel)).toEqual([
      '\ufffda\ufffd\ufffd',
      ['\ufffd', 'a', '\ufffd', '\ufffd', '\ufffd', ''],
    ]);
    expect(ranges(['<0xF0>', '<0x9F>', 'a'], { type: 'ByteFallback' })).toEqual([
      '\ufffd\ufffda',
      ['\ufffd', '\ufffd', 'a', ''],
    ]);
  });

  it('leave the blanks between words out, and keep what a contraction is made of', () => {
    expect(
      ranges(['I', 'do not', 'run', '##ning', '.'], { type: 'WordPiece', prefix: '##', cleanup: true }),
    ).toEqual(["I don't running.", ['I', " don't", 'run', 'ning', '.', '']]);
    expect(ranges(['a', 'b'], null)).toEqual(['a b', ['a', 'b', '']]);
  });

  it('are empty where nothing is left', () => {
    expect(
      ranges(['▁', 'a', '▁b'], { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always' }),
    ).toEqual(['a b', ['', 'a', ' b', '']]);
  });

  it.each<[string, object]>([
    ['BPEDecoder', { type: 'BPEDecoder', suffix: '</w>' }],
    ['WordPiece', { type: 'WordPiece', prefix: '##', cleanup: true }],
    ['WordPiece as it is', { type: 'WordPiece', prefix: '##', cleanup: false }],
    ['Metaspace', { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true }],
    ['Metaspace first', { type: 'Metaspace', replacement: '▁', prepend_scheme: 'first', split: true }],
    ['Metaspace never', { type: 'Metaspace', replacement: '▁', prepend_scheme: 'never', split: true }],
    ['Strip', { type: 'Strip', content: '▁', start: 2, stop: 0 }],
    ['Strip at the end', { type: 'Strip', content: '▁', start: 0, stop: 1 }],
    ['Replace', { type: 'Replace', pattern: { Regex: '[▁ ]+' }, content: '_-' }],
    ['ByteFallback', { type: 'ByteFallback' }],
    ['ByteLevel', byteLevel],
    ['Fuse', { type: 'Fuse' }],
  ])('stand in the text of the Rust package: %s', async (_name, decoder) => {
    const pieces =
      "</s>|▁a|▁▁▁b▁|##c|d</w>|</w>| do not| .|.|'s| ' |n't|▁|<0xE6>|<0x88>|<0x91>|<0xEF>|<0xBF>|<0xBD>|<0x41>|<0x+5>|<0xg1>|我|é|Ġ|Ī|æ|😀|!|x y".split(
        '|',
      );
    const both = bothOf(fileOf(pieces, decoder));
    const random = seededRandom(18);
    const lists = Array.from({ length: 200 }, () =>
      Array.from({ length: 1 + Math.floor(random() * 8) }, () => Math.floor(random() * pieces.length)),
    );
    // A decoder with nothing to decode fails in the Rust package.
    const some = lists.filter((ids) => ids.some((id) => id !== 0));
    expect((await wrong(both, some)).slice(0, 2)).toEqual([]);
    for (const ids of some) expectOrdered(both.ours.decodeTokens(ids).tokens, both.ours.decode(ids));
  });
});

describe('special tokens', () => {
  const added = (content: string) => addedToken(content, { special: true });
  const file = JSON.stringify({
    version: '1.0',
    added_tokens: [added('<s>'), added('[MASK]'), added('</s>'), added('<pad>'), added('<m>')],
    model: {
      type: 'WordLevel',
      unk_token: '<s>',
      vocab: { '<s>': 0, '[MASK]': 1, '</s>': 2, word: 3, '<mask>': 4 },
    },
  });

  it('are known by their usual names', () => {
    const { specialIds } = bothOf(file).ours;
    expect(specialIds).toEqual({
      mask: 1,
      bos: 0,
      eos: 2,
      pad: 5,
      unk: undefined,
      cls: undefined,
      sep: undefined,
    });
  });

  it('are known as the configuration names them, by text or object', () => {
    const config = {
      mask_token: { content: '<m>', lstrip: true },
      bos_token: '</s>',
      eos_token: 'word',
      pad_token: null,
      unk_token: 'nowhere',
      sep_token: 7,
    };
    const { specialIds } = bothOf(file, JSON.stringify(config)).ours;
    expect(specialIds).toMatchObject({
      mask: 6,
      bos: 2,
      eos: 3,
      pad: undefined,
      unk: undefined,
      sep: undefined,
    });
  });

  it('and all others are found by piece and by id', () => {
    const { ours } = bothOf(file);
    expect(['<pad>', 'word', 'nowhere'].map((piece) => ours.idOf(piece))).toEqual([5, 3, undefined]);
    expect([5, 3, 99].map((id) => ours.pieceOf(id))).toEqual(['<pad>', 'word', undefined]);
  });

  it('are those of the published files', () => {
    const encoder = publishedFiles.find(({ name }) => name === 'headlight-encoder')?.path ?? '';
    const config = readFileSync(join(encoder, '../tokenizer_config.json'), 'utf8');
    const { ours } = bothOf(readFileSync(encoder, 'utf8'), config);
    expect(ours.pieceOf(ours.specialIds.mask ?? -1)).toBe('[MASK]');
    expect(ours.pieceOf(ours.specialIds.pad ?? -1)).toBe('[PAD]');
  });
});
