import type { ValueInfo } from '../../core/onnx/graph/model';

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
  /** What an encoder made of the source. */
  | 'states'
  | 'image'
  | 'audio'
  | 'unknown';

const integers: ReadonlySet<string> = new Set(['int64', 'int32']);

/** Inputs of numbers, by the names of the Transformers library. */
function floatRole(name: string, rank: number | undefined): InputRole {
  if (/pixel|image/.test(name)) return 'image';
  if (/input_features|input_values|audio|spectrogram/.test(name)) return 'audio';
  return name.includes('encoder') && (rank ?? 3) === 3 ? 'states' : 'unknown';
}

/** The role of a declared input by name and type. */
export function inputRole({ name, type, shape }: ValueInfo): InputRole {
  const lower = name.toLowerCase();
  const isDecoder = /decoder|target|tgt/.test(lower);
  if (/past|cache\.|key_values/.test(lower) && type !== 'bool') {
    // The keys of the source come from an encoder: there is no empty cache of them.
    return lower.includes('encoder') ? 'states' : 'past';
  }
  if (lower.includes('use_cache')) return 'flag';
  if (lower.includes('padding') && type === 'bool') return 'padding';
  if (lower.includes('mask')) return isDecoder ? 'decoderMask' : 'mask';
  if (!integers.has(type)) return floatRole(lower, shape?.length);
  if (lower.includes('position')) return isDecoder ? 'decoderPositions' : 'positions';
  if (/token_type|segment|lang/.test(lower)) return 'zeros';
  if (/label|length|size|index/.test(lower)) return 'unknown';
  const rank = shape?.length;
  if (rank !== undefined && (rank < 1 || rank > 2)) return 'unknown';
  return isDecoder ? 'decoderIds' : 'ids';
}
