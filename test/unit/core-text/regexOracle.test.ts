import { describe, expect, it } from 'vitest';
import { TokenizerFault } from '../../../src/core/text/tokenizer/fault';
import { translateRegex } from '../../../src/core/text/tokenizer/regex/translateRegex';
import { generateStrings } from '../../fixtures/text/generateStrings';
import { everyCodePoint } from './everyCodePoint';
import { bothOf, mismatches } from './oracle';

/** Patterns as published tokenizers have them, and what else the translation knows. */
const patterns: readonly (readonly [string, string])[] = [
  [
    'cl100k (GPT-4, Llama 3, Qwen 2)',
    "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
  ],
  [
    'cl100k, possessive',
    "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+",
  ],
  [
    'o200k (GPT-4o)',
    "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
  ],
  [
    'DeepSeek V3',
    '[!"#$%&\'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+',
  ],
  ['DeepSeek V3, Chinese', '[一-龥\\u3040-ゟ゠-ヿ]+'],
  ['DeepSeek coder', '[𝟀-𝟉\\x{1D7CA}-\\x{1D7FF}a-z\\u00e0-\\u00ff]+|\\s?[!-/:-~！-／：-～‘-‟　-。]+'],
  ['BLOOM', ' ?[^(\\s|[.,!?…。，、।۔،])]+'],
  ['CLIP', "<\\|startoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+"],
  ['Falcon', '[0-9][0-9][0-9]'],
  ['Han alone', '\\p{Han}'],
  ['not Han', '[^\\p{Han}\\s]+|\\P{^Han}'],
  ['classes in classes', '[a-w&&[^c-g]&&[a-fh-z]]+|[\\d[xyz]-]+'],
  ['shorthands', '\\w+|\\W\\S|\\D{2}|\\h\\H'],
  ['controls', '\\t|\\n|\\v|\\f|\\r|\\a|\\e|\\0|\\x41|\\u4e00|\\x{1F600}'],
  ['line borders', '^.|.$'],
  ['text borders', '\\A.|.\\z|.\\Z'],
  ['word borders', '\\b.|\\B\\s'],
  ['any line end', 'a?\\R'],
  ['an atomic group', '(?>a+|ab)b|(?>\\s+)x'],
  ['possessive quantifiers', 'a*+a|b++c|[^a]?+[^b]'],
  ['lazy quantifiers', 'a+?b|b{1,3}?|c??d'],
  ['intervals', 'a{,2}b|b{2,}|c{2}+|d{3}?e|x{,y}'],
  ['lookarounds', '(?<=a)b|(?<!\\s)\\p{Lu}|\\d(?=\\d)|a(?!b)'],
  ['case for the rest of a group', 'a(?i)b|c(?-i)D|(?i:[a-c]k|ſ)'],
  ['names and comments', '(?<name>ab)|(c)(?#a comment)d'],
  ['a literal brace', 'a{|}b|{'],
  ['a class that begins with ]', '[]a]+|[^]b]'],
  ['properties', '\\p{Letter}|\\p{^Lu}|\\p{Uppercase_Letter}\\p{Any}|[\\p{Sc}\\p{LC}]|\\p{word}\\p{space}'],
];

const model = { type: 'WordLevel', unk_token: '<unk>', vocab: { '<unk>': 0 } };

function splitAt(pattern: string): string {
  return JSON.stringify({
    version: '1.0',
    added_tokens: [],
    pre_tokenizer: { type: 'Split', pattern: { Regex: pattern }, behavior: 'Isolated', invert: false },
    model,
  });
}

const texts = [
  ...generateStrings(200, 41),
  "I'LL can’t DON'T he'S 'ſ 'K K 12345678 x{,y} {a{ ]a] \n\na\r\n\r\nb \n",
  'aaab abab abcdabcdefghxyz-12-xyz bbb cc ddde cD bB aB CK ck',
  '\na\n\nb\n',
  '\u0001\u0007\u001b\0A一😀',
];

describe('regular expressions', () => {
  for (const [name, pattern] of patterns)
    it(`match as those of the Rust package: ${name}`, async () => {
      expect((await mismatches(bothOf(splitAt(pattern)), texts)).slice(0, 2)).toEqual([]);
    });

  it('know the general category of every code point as the Rust package', async () => {
    const categories = 'Lu|Ll|Lt|Lm|Lo|Mn|Mc|Me|Nd|Nl|No|Pc|Pd|Ps|Pe|Pi|Pf|Po|Sm|Sc|Sk|So|Zs|Zl|Zp|Cc|Cf|Co';
    const each = categories.split('|').map((category) => `\\p{${category}}+`);
    const all = [...everyCodePoint((character) => character)];
    expect((await mismatches(bothOf(splitAt(each.join('|'))), all)).slice(0, 1)).toEqual([]);
  });

  it.each([
    ['a reference', '(a)\\1'],
    ['a named reference', '(?<x>a)\\k<x>'],
    ['an option other than case', '(?m:a.b)'],
    ['a POSIX class', '[[:alpha:]]'],
    ['an unknown property', '\\p{Klingon}'],
    ['a condition', '(?(1)a|b)'],
    ['a group without its end', '(a'],
    ['an end without its group', 'a)'],
    ['a class without its end', '[a'],
    ['a lone backslash', 'a\\'],
    ['an atomic group in a lookbehind', '(?<=a++)b'],
    ['a category that ignores case', '(?i:\\p{Lu})'],
    ['grapheme clusters', '\\X'],
  ])('are refused with the pattern in the reason: %s', (_name, pattern) => {
    let fault: unknown;
    try {
      translateRegex(pattern);
    } catch (thrown) {
      fault = thrown;
    }
    expect(fault).toBeInstanceOf(TokenizerFault);
    expect(fault).toMatchObject({
      code: 'tokenizer-unsupported',
      reason: expect.stringContaining(pattern) as string,
    });
  });
});
