import { HeadlightError } from '../../core/errors';
import type { BlockAnswer } from '../../protocol/models';
import type { Config } from './modelConfig';

/** What a configuration says of its model's heads; more than one number where encoder and decoder differ. */
export interface ConfigSizes {
  readonly heads: ReadonlySet<number>;
  readonly headSizes: ReadonlySet<number>;
}

/** The fields by which the configurations of the Transformers library call the number of heads, … */
const headFields = [
  'num_attention_heads',
  'n_head',
  'n_heads',
  'num_heads',
  'encoder_attention_heads',
  'decoder_attention_heads',
];
/** … their size, … */
const sizeFields = ['head_dim', 'd_kv', 'd_head', 'attention_head_size', 'kv_channels'];
/** … the width that they share, and … */
const widthFields = ['hidden_size', 'd_model', 'n_embd', 'dim', 'true_hidden_size', 'embed_dim'];
/** … its two halves, where a part of it carries the position (multi-head latent attention). */
const halfFields = ['qk_nope_head_dim', 'qk_rope_head_dim'];

/**
 * Reads the numbers of heads and their sizes; both are empty where the file says nothing of them. Only what the file says
 * of the whole model counts: of its parts the library writes what differs from a default.
 */
export function configSizes(config: Config): ConfigSizes {
  const heads = new Set<number>();
  const headSizes = new Set(numbers(config, sizeFields));
  if (isPruned(config)) return { heads, headSizes };
  // Some models leave a part of the heads out for convolutions.
  const [ratio = 1] = numbers(config, ['head_ratio']);
  for (const count of numbers(config, headFields)) {
    heads.add(count).add(Math.floor(count / ratio));
    for (const width of numbers(config, widthFields)) headSizes.add(width / count);
  }
  const halves = numbers(config, halfFields);
  if (halves.length === 2) headSizes.add(halves.reduce((sum, half) => sum + half, 0));
  return { heads, headSizes };
}

/** Whether heads were taken out of single layers. */
function isPruned({ pruned_heads: pruned }: Config): boolean {
  return typeof pruned === 'object' && pruned !== null && Object.keys(pruned).length > 0;
}

/** A block with what the graph leaves open taken from the configuration, where that says one thing. */
export function withConfigSizes(block: BlockAnswer, { heads, headSizes }: ConfigSizes): BlockAnswer {
  const only = (values: ReadonlySet<number>): number | undefined =>
    values.size === 1 ? [...values][0] : undefined;
  return { ...block, heads: block.heads ?? only(heads), headSize: block.headSize ?? only(headSizes) };
}

/**
 * Makes sure that a graph's blocks have the heads that the configuration names.
 * @param path the configuration's, for the message
 * @throws HeadlightError `config-heads`, `config-head-size`
 */
export function checkSizes(
  blocks: readonly Partial<Pick<BlockAnswer, 'heads' | 'headSize'>>[],
  { heads, headSizes }: ConfigSizes,
  path: string,
): void {
  for (const block of blocks) {
    refuseOther('config-heads', block.heads, heads, path);
    refuseOther('config-head-size', block.headSize, headSizes, path);
  }
}

function refuseOther(
  code: 'config-heads' | 'config-head-size',
  actual: number | undefined,
  expected: ReadonlySet<number>,
  path: string,
): void {
  if (actual === undefined || expected.size === 0 || expected.has(actual)) return;
  throw new HeadlightError(code, { path, actual, expected: [...expected].join(', ') });
}

function numbers(config: Config, fields: readonly string[]): readonly number[] {
  return fields.flatMap((field) => {
    const value = config[field];
    return typeof value === 'number' && value > 0 ? [value] : [];
  });
}
