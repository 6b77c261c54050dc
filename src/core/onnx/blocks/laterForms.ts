/** Operators that hold attention, or a product, in a form that is not read yet: they are refused by name. */
import { because, type RefusalReason } from '../../refusalReasons';

/** Fused attention. Those that `flowWithFused` reads are refused in branches and functions only. */
const fused: ReadonlySet<string> = new Set([
  'Attention',
  'com.microsoft.Attention',
  'com.microsoft.MultiHeadAttention',
  'com.microsoft.GroupQueryAttention',
  'com.microsoft.QAttention',
  'com.microsoft.PackedAttention',
  'com.microsoft.PackedMultiHeadAttention',
  'com.microsoft.PagedAttention',
  'com.microsoft.DecoderAttention',
  'com.microsoft.DecoderMaskedSelfAttention',
  'com.microsoft.DecoderMaskedMultiHeadAttention',
  'com.microsoft.LongformerAttention',
  'com.microsoft.SparseAttention',
  'com.microsoft.QOrderedAttention',
  'com.microsoft.QOrderedLongformerAttention',
  'com.microsoft.LinearAttention',
  'com.microsoft.BeamSearch',
  'com.microsoft.GreedySearch',
  'com.microsoft.Sampling',
  'com.microsoft.WhisperBeamSearch',
]);

/** Softmaxes that are not ONNX's own. */
const foreignSoftmax: ReadonlySet<string> = new Set([
  'com.microsoft.QLinearSoftmax',
  'com.microsoft.BiasSoftmax',
  'com.microsoft.QOrderedSoftmax',
]);

const products: ReadonlySet<string> = new Set([
  'Einsum',
  'Gemm',
  'MatMulInteger',
  'QLinearMatMul',
  'com.microsoft.FusedMatMul',
  'com.microsoft.TransposeMatMul',
  'com.microsoft.MatMulIntegerToFloat',
  'com.microsoft.DynamicQuantizeMatMul',
  'com.microsoft.GemmFloat8',
  'com.microsoft.FusedGemm',
]);

const quantisation: ReadonlySet<string> = new Set([
  'DequantizeLinear',
  'QuantizeLinear',
  'DynamicQuantizeLinear',
]);

/** Why a node of this operator (`domain.Type`) is refused wherever it stands; undefined for others. */
export function refusalOf(opName: string): RefusalReason | undefined {
  if (fused.has(opName)) return because('fused-operator', { op: opName });
  if (foreignSoftmax.has(opName)) return because('other-operator', { op: opName });
  return undefined;
}

/** Whether the operator multiplies matrices in a way that only later issues read. */
export function isOtherProduct(opName: string): boolean {
  return products.has(opName);
}

/** Whether the operator converts between numbers and their quantised form. */
export function isQuantisation(opName: string): boolean {
  return quantisation.has(opName);
}
