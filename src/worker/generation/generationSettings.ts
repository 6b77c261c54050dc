import { HeadlightError } from '../../core/errors';
import type { Config } from '../models/modelConfig';

/** How a text is written, in the words of the Transformers library's generation_config.json. */
export interface GenerationSettings {
  /** The token that a text starts with, which is none of its words. */
  readonly start: number;
  /** Tokens that end a text; none lets it grow to `maxLength`. */
  readonly ends: readonly number[];
  /** Most tokens, the first one included. */
  readonly maxLength: number;
  readonly minLength: number;
  readonly lengthPenalty: number;
  /** When a search stops: with enough texts (`true`), or where no open one seems, or surely is, better than those. */
  readonly earlyStopping: boolean | 'never';
  /** The first token after `start`, such as that of a language. */
  readonly forcedFirst: number | undefined;
  readonly forcedLast: number | undefined;
  /** Tokens, and sequences of tokens, that are never written. */
  readonly never: readonly (readonly number[])[];
  readonly neverFirst: readonly number[];
  /** Sequences of so many tokens are not written twice; 0 allows all. */
  readonly noRepeatSize: number;
  readonly repetitionPenalty: number;
}

/** The library's own length where the files name none. */
const usualLength = 20;

/**
 * The settings that config.json and generation_config.json say together, the latter last.
 * @throws HeadlightError `model-no-start`
 */
export function generationSettings(config: Config, model: string): GenerationSettings {
  const number = (name: string): number | undefined => {
    const value = config[name];
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  };
  const start = number('decoder_start_token_id') ?? number('bos_token_id');
  if (start === undefined) throw new HeadlightError('model-no-start', { model });
  const ends = numbers(config.eos_token_id);
  const suppressed = numbers(config.suppress_tokens).map((token) => [token]);
  const early = config.early_stopping;
  const added = number('max_new_tokens');
  return {
    start,
    ends,
    maxLength: added === undefined ? (number('max_length') ?? usualLength) : added + 1,
    minLength: number('min_length') ?? 0,
    lengthPenalty: number('length_penalty') ?? 1,
    earlyStopping: early === 'never' ? early : early === true,
    forcedFirst: number('forced_bos_token_id'),
    forcedLast: numbers(config.forced_eos_token_id)[0],
    never: [...badWords(config.bad_words_ids).filter((word) => !isEnd(word, ends)), ...suppressed],
    neverFirst: numbers(config.begin_suppress_tokens),
    noRepeatSize: number('no_repeat_ngram_size') ?? 0,
    repetitionPenalty: number('repetition_penalty') ?? 1,
  };
}

/** A number, or a list of numbers. */
function numbers(value: unknown): readonly number[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((one) => typeof one === 'number');
}

function badWords(value: unknown): readonly (readonly number[])[] {
  return Array.isArray(value) ? value.map(numbers).filter((word) => word.length > 0) : [];
}

function isEnd(word: readonly number[], ends: readonly number[]): boolean {
  return word.length === 1 && ends.includes(word[0] ?? NaN);
}
