import { isPunctuation, isWhitespace } from '../characters';
import { invalid, unsupported } from '../fault';
import type { JsonObject } from '../jsonObject';
import { characterMatches, invert, regexMatches, type SplitBehavior } from '../matches';
import { readPattern } from '../pattern';
import { numbersOfRust, whiteSpace, wordCharactersOfRust } from '../regex/characterClasses';
import { CodePointSet } from '../regex/codePointSet';
import { BertPreTokenizer } from './bertPreTokenizer';
import { ByteLevelPreTokenizer } from './byteLevel';
import { Metaspace, type MetaspaceOptions } from './metaspace';
import type { PreTokenizer } from './preTokenizer';
import { SequencePreTokenizer } from './sequencePreTokenizer';
import { SplitPreTokenizer } from './splitPreTokenizer';

const kinds: Readonly<Record<string, (json: JsonObject) => PreTokenizer>> = {
  BertPreTokenizer: () => new BertPreTokenizer(),
  ByteLevel: (json) =>
    new ByteLevelPreTokenizer({
      addPrefixSpace: json.flag('add_prefix_space', true),
      useRegex: json.flag('use_regex', true),
    }),
  CharDelimiterSplit: (json) => atCharacters(isCharacter(json.text('delimiter')), 'Removed'),
  Digits: (json) =>
    atCharacters(isNumber(), json.flag('individual_digits', false) ? 'Isolated' : 'Contiguous'),
  Metaspace: (json) => new Metaspace(metaspaceOptions(json)),
  Punctuation: (json) => atCharacters(isPunctuation, behaviorOf(json, 'Isolated')),
  Sequence: (json) => new SequencePreTokenizer(json.objects('pretokenizers').map(createPreTokenizer)),
  Split: (json) => {
    const pattern = readPattern(json);
    const parts = json.flag('invert', false)
      ? (text: string) => invert(regexMatches(pattern, text))
      : (text: string) => regexMatches(pattern, text);
    return new SplitPreTokenizer(parts, behaviorOf(json));
  },
  Whitespace: () => {
    const word = wordCharactersOfRust();
    const other = CodePointSet.union([word, whiteSpace]).complement();
    const pattern = new RegExp(`${word.toClass()}+|${other.toClass()}+`, 'gu');
    return new SplitPreTokenizer((text) => invert(regexMatches(pattern, text)), 'Removed');
  },
  WhitespaceSplit: () => atCharacters(isWhitespace, 'Removed'),
};

/** The pre-tokeniser of a `tokenizer.json`, by its `type`. */
export function createPreTokenizer(json: JsonObject): PreTokenizer {
  const { type } = json;
  const create = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (!create) throw unsupported(`pre-tokenizer ${type}`);
  return create(json);
}

function atCharacters(isMember: (codePoint: number) => boolean, behavior: SplitBehavior): PreTokenizer {
  return new SplitPreTokenizer((text) => characterMatches(text, isMember), behavior);
}

function isCharacter(character: string): (codePoint: number) => boolean {
  return (codePoint) => codePoint === character.codePointAt(0);
}

function isNumber(): (codePoint: number) => boolean {
  const numbers = numbersOfRust();
  return (codePoint) => numbers.has(codePoint);
}

const behaviors: readonly SplitBehavior[] = [
  'Removed',
  'Isolated',
  'MergedWithPrevious',
  'MergedWithNext',
  'Contiguous',
];

function behaviorOf(json: JsonObject, absent?: SplitBehavior): SplitBehavior {
  const name = json.text('behavior', absent);
  const behavior = behaviors.find((each) => each === name);
  if (!behavior) throw invalid(`${json.type} has the unknown behavior ${name}`);
  return behavior;
}

/** `add_prefix_space` is what files before `prepend_scheme` say. */
export function metaspaceOptions(json: JsonObject): MetaspaceOptions {
  const replacement = json.text('replacement', '▁');
  const scheme = json.text('prepend_scheme', 'always');
  const prepend = json.flag('add_prefix_space', true) ? scheme : 'never';
  if (prepend !== 'always' && prepend !== 'first' && prepend !== 'never')
    throw invalid(`Metaspace has the unknown prepend_scheme ${scheme}`);
  if (Array.from(replacement).length !== 1)
    throw invalid('the replacement of Metaspace is no single character');
  return { replacement, prepend, split: json.flag('split', true) };
}
