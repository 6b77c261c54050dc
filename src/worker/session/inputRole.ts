import type { ValueInfo } from '../../core/onnx/model';

/** What an input is for, by the names that exporters give. */
export type InputRole =
  | 'ids'
  | 'decoderIds'
  /** 1 or true for tokens that may be attended to. */
  | 'mask'
  | 'decoderMask'
  /** true for tokens that may not. */
  | 'padding'
  /** 0, 1, … */
  | 'positions'
  | 'decoderPositions'
  /** All 0: token types, segments, languages. */
  | 'zeros'
  /** Keys and values of earlier tokens: none. */
  | 'past'
  /** Whether there are such: no. */
  | 'flag'
  | 'unknown';

const integers: ReadonlySet<string> = new Set(['int64', 'int32']);

/** The role of a declared input by name and type. */
export function inputRole({ name, type, shape }: ValueInfo): InputRole {
  const lower = name.toLowerCase();
  const isDecoder = /decoder|target|tgt/.test(lower);
  if (/past|cache\.|key_values/.test(lower) && type !== 'bool') return 'past';
  if (lower.includes('use_cache')) return 'flag';
  if (lower.includes('padding') && type === 'bool') return 'padding';
  if (lower.includes('mask')) return isDecoder ? 'decoderMask' : 'mask';
  if (!integers.has(type)) return 'unknown';
  if (lower.includes('position')) return isDecoder ? 'decoderPositions' : 'positions';
  if (/token_type|segment|lang/.test(lower)) return 'zeros';
  if (/label|length|size|index/.test(lower)) return 'unknown';
  const rank = shape?.length;
  if (rank !== undefined && (rank < 1 || rank > 2)) return 'unknown';
  return isDecoder ? 'decoderIds' : 'ids';
}
