import { JsonObject } from './jsonObject';
import type { SpecialIds } from './tokenizer';

/** What published tokenizers call these tokens, for files whose configuration names none. */
const usualNames: Readonly<Record<keyof SpecialIds, readonly string[]>> = {
  mask: ['[MASK]', '<mask>'],
  bos: ['<s>', '<|endoftext|>'],
  eos: ['</s>', '<|endoftext|>'],
  pad: ['[PAD]', '<pad>'],
  unk: ['[UNK]', '<unk>'],
  cls: ['[CLS]'],
  sep: ['[SEP]'],
};

/**
 * The ids of special tokens: those that `tokenizer_config.json` names (`"mask_token": "[MASK]"` or an object with a
 * `content`; null for none), else special tokens with a usual name.
 * @param special the contents of special tokens
 */
export function specialIdsOf(
  config: JsonObject | undefined,
  special: ReadonlySet<string>,
  idOf: (token: string) => number | undefined,
): SpecialIds {
  const find = (role: keyof SpecialIds): number | undefined => {
    const key = `${role}_token`;
    const named = config?.value(key);
    if (named === null) return undefined;
    const content = contentOf(named) ?? usualNames[role].find((name) => special.has(name));
    return content === undefined ? undefined : idOf(content);
  };
  return {
    mask: find('mask'),
    bos: find('bos'),
    eos: find('eos'),
    pad: find('pad'),
    unk: find('unk'),
    cls: find('cls'),
    sep: find('sep'),
  };
}

function contentOf(named: unknown): string | undefined {
  if (typeof named === 'string') return named;
  if (typeof named !== 'object' || named === null || Array.isArray(named)) return undefined;
  const content = JsonObject.of(named, '').value('content');
  return typeof content === 'string' ? content : undefined;
}
