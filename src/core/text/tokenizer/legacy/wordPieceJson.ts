import type { JsonObject } from '../jsonObject';
import type { Family } from './families';
import type { StagesJson } from './stagesJson';
import { pairTemplate, type TemplateToken } from './pairTemplate';

/** What a tokenizer.json would say of a `vocab.txt`, but its vocabulary and added tokens. */
export function wordPieceJson(
  { kind }: Family,
  config: JsonObject | undefined,
  token: (role: 'unk' | 'cls' | 'sep') => TemplateToken,
): StagesJson {
  const flag = (key: string, absent: boolean): boolean => config?.flag(key, absent) ?? absent;
  const [cls, sep] = [token('cls'), token('sep')];
  return {
    model: {
      type: 'WordPiece',
      unk_token: token('unk').content,
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
    },
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: flag('tokenize_chinese_chars', true),
      strip_accents: config?.has('strip_accents') ? config.flag('strip_accents') : null,
      lowercase: flag('do_lower_case', true),
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: pairTemplate(
      [cls, 'A', sep],
      kind === 'mpnet' ? [cls, 'A', sep, sep, 'B', sep] : [cls, 'A', sep, 'B', sep],
      kind === 'funnel' ? { [cls.content]: 2 } : {},
    ),
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
  };
}
