import type { Config } from './modelConfig';

/** What says how many tokens a model takes; each is optional in the files. */
export interface TokenLimits {
  readonly config: Config;
  /** `model_max_length`, special tokens included. */
  readonly tokenizer: number | undefined;
  /** Rows of the table of position embeddings in the graph. */
  readonly positions: number | undefined;
}

/** Where nothing says more: the length that most encoders were trained with. */
const usual = 512;

/** Beyond this the scores alone, heads · length² numbers a layer, no longer fit into the 4 GB of 32-bit wasm. */
const most = 8_192;

/** The fields that configurations of the Transformers library use for the longest input. */
const fields = [
  'max_position_embeddings',
  'n_positions',
  'n_ctx',
  'max_seq_len',
  'seq_length',
  'n_embd_positions',
];

/** Most tokens that a run may have: the smallest of the limits that the files name. */
export function maxTokens({ config, tokenizer, positions }: TokenLimits): number {
  const limits = [fromConfig(config), tokenizer, positions].filter(
    (limit) => limit !== undefined && limit > 0,
  ) as number[];
  return Math.min(limits.length > 0 ? Math.min(...limits) : usual, most);
}

/** RoBERTa and its kin keep two rows of the table for padding: `max_position_embeddings` is 514 for 512 tokens. */
function fromConfig(config: Config): number | undefined {
  const found = fields.map((field) => config[field]).find((value) => typeof value === 'number');
  if (typeof found !== 'number') return undefined;
  return /roberta|camembert|longformer/.test(String(config.model_type)) ? found - 2 : found;
}
