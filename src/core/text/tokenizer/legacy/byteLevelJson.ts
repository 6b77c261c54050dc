import type { JsonObject } from '../jsonObject';
import type { Family } from './families';
import type { StagesJson } from './stagesJson';
import { pairTemplate, type TemplateToken } from './pairTemplate';

/** The pattern of Qwen2 (transformers, convert_slow_tokenizer.py). */
const qwen2Words = String.raw`(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`;

/** What a tokenizer.json would say of a `vocab.json` with `merges.txt`, but its vocabulary, merges and added tokens. */
export function byteLevelJson(
  { kind }: Family,
  config: JsonObject | undefined,
  token: (role: 'bos' | 'eos' | 'cls' | 'sep') => TemplateToken,
): StagesJson {
  const prefixSpace = config?.flag('add_prefix_space', false) ?? false;
  const byteLevel = { type: 'ByteLevel', add_prefix_space: prefixSpace, trim_offsets: true };
  return {
    model: { type: 'BPE', continuing_subword_prefix: '', end_of_word_suffix: '' },
    normalizer: kind === 'qwen2' ? { type: 'NFC' } : null,
    pre_tokenizer:
      kind === 'qwen2'
        ? {
            type: 'Sequence',
            pretokenizers: [
              { type: 'Split', pattern: { Regex: qwen2Words }, behavior: 'Isolated', invert: false },
              { ...byteLevel, add_prefix_space: false, use_regex: false },
            ],
          }
        : { ...byteLevel, use_regex: true },
    post_processor: postProcessor(),
    decoder: { type: 'ByteLevel' },
  };

  function postProcessor(): Readonly<Record<string, unknown>> {
    const named = (role: 'cls' | 'sep'): [string, number] => [token(role).content, token(role).id];
    switch (kind) {
      case 'roberta':
        return {
          type: 'RobertaProcessing',
          sep: named('sep'),
          cls: named('cls'),
          trim_offsets: config?.flag('trim_offsets', true) ?? true,
          add_prefix_space: prefixSpace,
        };
      case 'deberta': {
        const [cls, sep] = [token('cls'), token('sep')];
        return pairTemplate([cls, 'A', sep], [cls, 'A', sep, 'B', sep]);
      }
      case 'blenderbot':
        return pairTemplate(['A', token('eos')], ['A', 'B']);
      default:
        // Its offsets keep their blanks, so that this does nothing.
        return kind === 'gpt2' && config?.flag('add_bos_token', false) === true
          ? pairTemplate([token('bos'), 'A'], [token('bos'), 'A', 'B'])
          : { type: 'ByteLevel', trim_offsets: false };
    }
  }
}
