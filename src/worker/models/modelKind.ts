import type { AttentionBlock } from '../../core/onnx/blocks/block';
import type { Tokenizer } from '../../core/text/tokenizer/tokenizer';
import type { ModelAnswer, ModelKind } from '../../protocol/models';
import type { Config } from './modelConfig';

/** What a model is made for: two texts go into an encoder–decoder, and no token of a decoder sees a later one. */
export function modelKind(
  hasTarget: boolean,
  blocks: readonly Pick<AttentionBlock, 'kind'>[],
  config: Config,
): ModelKind {
  if (hasTarget) return 'encoderDecoder';
  const { architectures } = config;
  const names = Array.isArray(architectures) ? architectures.join(' ') : '';
  // An exporter may hide the mask's form; the name of the class is then what is left.
  const isCausal = blocks.some(({ kind }) => kind === 'causal') || /CausalLM|LMHeadModel/.test(names);
  return isCausal ? 'decoder' : 'encoder';
}

/** What can be predicted with the scores that a graph has. */
export function predictsOf(
  kind: ModelKind,
  hasScores: boolean,
  tokenizer: Tokenizer | undefined,
): ModelAnswer['predicts'] {
  if (!hasScores || !tokenizer) return undefined;
  if (kind === 'decoder') return 'next';
  return kind === 'encoder' && tokenizer.specialIds.mask !== undefined ? 'masked' : undefined;
}
