type Json = Readonly<Record<string, unknown>>;

/** The stages of a tokenizer.json. */
export interface StagesJson {
  /** Without its pieces. */
  readonly model: Json;
  readonly normalizer: Json | null;
  readonly pre_tokenizer: Json;
  readonly post_processor: Json;
  readonly decoder: Json;
}
