import { HeadlightError } from '../../src/core/errors';
import { createTokenizer } from '../../src/core/text/tokenizer/createTokenizer';
import { generateStrings } from '../fixtures/text/generateStrings';
import { Random } from './random';
import type { Json } from './tokenizerFiles';

/** Values in the place of others: of another type, out of bounds, and patterns that are none. */
const values: readonly Json[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  2 ** 31,
  2 ** 53,
  '',
  'a',
  '\ud800',
  '▁',
  '__proto__',
  'constructor',
  'x'.repeat(5000),
  [],
  {},
  [[]],
  [null],
  ['a', 'b'],
  { type: 'Sequence' },
  { Regex: '(' },
  { Regex: '' },
  { Regex: '[[a-z]&&[^a]]|\\p{Foo}' },
  { Regex: '(?i)(?<x>a)|\\G' },
  { Regex: 'a{1000}{1000}{1000}' },
  { Regex: '(?>a|b){2,65536}' },
  { Regex: '[' + '\\p{L}'.repeat(500) + ']' },
  { Regex: '(?:'.repeat(5000) },
  { String: '' },
];

/** The properties that hold the members of a sequence; undefined for plain lists. */
const stages = [undefined, 'normalizers', 'pretokenizers', 'decoders', 'processors'] as const;

/** Mutations of tokenizer files, each made from its seed alone. */
export class TokenizerFuzz {
  private readonly donors: readonly Json[];

  constructor(private readonly files: readonly Json[]) {
    this.donors = files.flatMap(inner).filter((_, index) => index % 5 === 0);
  }

  /** The mutated tokenizer.json of a seed. */
  file(seed: number): string {
    const random = new Random(seed);
    let mutated = random.pick(this.files);
    for (let count = 1 + random.below(4); count > 0; count--) mutated = this.mutated(mutated, random);
    const text = JSON.stringify(mutated);
    return random.chance(0.05) ? text.slice(0, random.below(text.length)) : text;
  }

  private mutated(value: Json, random: Random): Json {
    if (Array.isArray(value)) {
      // SAFETY: an array among JSON values holds JSON values.
      const list = value as readonly Json[];
      const at = random.below(list.length);
      const item = list[at];
      if (item === undefined || random.chance(0.1)) return this.changedList(list, random);
      return list.map((each, index) => (index === at ? this.mutated(item, random) : each));
    }
    if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value);
      const at = random.below(entries.length);
      const [key, item] = entries[at] ?? [];
      if (key === undefined || item === undefined || random.chance(0.1)) return this.replacement(random);
      if (random.chance(0.1)) return Object.fromEntries(entries.filter((_, index) => index !== at));
      return Object.fromEntries(
        entries.map((each, index) => (index === at ? [key, this.mutated(item, random)] : each)),
      );
    }
    return this.replacement(random);
  }

  private changedList(list: readonly Json[], random: Random): Json {
    const at = random.below(list.length + 1);
    const times = random.chance(0.1) ? 200 : 1;
    const more = Array.from({ length: times }, () => this.replacement(random));
    return [...list.slice(0, at), ...more, ...list.slice(at + random.below(2))];
  }

  private replacement(random: Random): Json {
    if (random.chance(0.03)) return nested(random.below(300), random.pick(stages));
    return random.pick(random.chance(0.5) ? this.donors : values);
  }
}

/** Stages in stages, or lists in lists. */
function nested(depth: number, members: string | undefined): Json {
  let value: Json = members === undefined ? [] : { type: 'NFC' };
  for (let left = depth; left > 0; left--)
    value = members === undefined ? [value] : { type: 'Sequence', [members]: [value] };
  return value;
}

function inner(value: Json): Json[] {
  if (typeof value !== 'object' || value === null) return [value];
  const members: readonly Json[] = Array.isArray(value) ? value : Object.values(value);
  return [value, ...members.slice(0, 40).flatMap(inner)];
}

const texts = ['', 'ab ef <s>cd  é▁a!', 'aaaaaaaaaaaa b', ...generateStrings(40, 5)];

/**
 * Reads a tokenizer.json, and tokenizes texts and puts them together again with it.
 * @returns the code of the HeadlightError that it ends with, or `tokenized`
 * @throws whatever else is thrown: a defect
 */
export function tokenizeWhole(json: string, seed: number): string {
  try {
    const tokenizer = createTokenizer(json);
    for (const text of [texts[1] ?? '', texts[2] ?? '', texts[seed % texts.length] ?? '']) {
      const { tokens, typeIds } = tokenizer.encode(text, seed % 3 === 0 ? 'a b' : undefined);
      if (tokens.length !== typeIds.length) throw new Error('a token without a type');
      for (const { start, end } of tokens)
        if (!(start >= 0 && start <= end && end <= Math.max(text.length, 3)))
          throw new Error('a range out of the text');
      tokenizer.decode(tokens.map(({ id }) => id));
    }
    return 'tokenized';
  } catch (thrown) {
    if (thrown instanceof HeadlightError) return thrown.code;
    throw thrown;
  }
}
