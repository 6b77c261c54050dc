/**
 * Why attention is not shown, as part of a sentence: `{reason}` in the error messages and the panel's list. English; the
 * host looks each up in its language bundle. `{name}` is filled from the reason's parameters.
 */
export const refusalReasons = {
  'fused-operator': 'the fused operator {op} is not read yet',
  'fused-attribute': 'the attribute {attribute} of the fused operator {op} is not read yet',
  'fused-input': 'the input {input} of the fused operator {op} is not read yet',
  'fused-engine':
    'the input {input} of {op} has a form that ONNX Runtime computes on graphics processors only',
  'fused-sizes': 'the graph does not say the sizes of the fused operator {op}',
  'fused-opset': 'its operator set {version} is older than the nodes that show the fused operator {op}',
  'other-operator': 'the operator {op} is not read yet',
  'inside-branch': 'attention inside {op} is not read yet',
  'inside-function': 'attention inside the function {name} is not read yet',

  'scores-operator': 'its scores come from {op}, which is not read yet',
  'scores-unknown': 'its scores are not a product of queries and keys',
  'attention-sink':
    'its scores are concatenated with others before the softmax (an attention sink), which is not read yet',
  'before-softmax': '{op} between the product of queries and keys and the softmax is not read yet',
  'softmax-axis': 'its softmax is not over the last axis, that of the keys',
  'after-softmax': '{op} after the softmax is not read yet',
  'before-values': '{op} between the softmax and the values is not read yet',
  'weights-second': 'the weights are the second factor of the product with the values',
  'no-values': 'the softmax of a product is not followed by a product with values',

  'tensor-missing': 'the run gave no tensor “{name}”',
  'tensor-type': 'tensors of type {type} are not read yet',
  'tensor-axes': 'a tapped tensor has another number of axes than the graph says',
  'tensor-flat': 'a tapped tensor has fewer than two axes',
  'heads-misfit': 'the numbers of heads of two tapped tensors do not fit together',
  'sizes-misfit': 'queries and keys have different lengths',
  'values-misfit': 'the values do not fit the weights',
  'scale-no-scalar': 'the scores are scaled by something that is no scalar',
  'queries-mixed': 'the scores of several queries are mixed in one row',
  'bias-shape': 'a bias has another shape than the scores',
  'one-key':
    'each row has one key only, so every weight is 1: no attention between tokens exists here (batch and length are mixed up in the model)',
  'not-tokens': 'its {queries} × {keys} weights do not stand for the tokens',
  'self-check': 'the self-check failed: Σ αV is off by {error}',

  'no-softmax': 'it has no softmax and no attention operator',
  'no-products':
    'none of its softmax operators stands between a product of queries and keys and a product with values',
  'no-block': 'no block of attention is in its graph',
} as const;

export type RefusalCode = keyof typeof refusalReasons;

/** A reason as it crosses a port: no prose. */
export interface RefusalReason {
  readonly code: RefusalCode;
  readonly params: Readonly<Record<string, string | number>>;
}

/** The reason of a code, with the parameters of its sentence. */
export function because(code: RefusalCode, params: RefusalReason['params'] = {}): RefusalReason {
  return { code, params };
}
