import { intAttribute } from '../graph/attributes';
import type { Quantisation, Step, StepOperand } from './block';
import { constantScalar } from '../values/constantValues';
import type { Dataflow } from '../graph/dataflow';
import type { GraphNode } from '../graph/model';
import { knownDims } from '../values/shapeValues';
import { elementType, type ElementType } from '../graph/tensor';

/** The numbers that integer types hold. */
const ranges: Partial<Readonly<Record<ElementType, readonly [low: number, high: number]>>> = {
  uint8: [0, 255],
  int8: [-128, 127],
  uint16: [0, 65_535],
  int16: [-32_768, 32_767],
};
/** They leave each number as it is. */
const views: ReadonlySet<string> = new Set([
  'Identity',
  'Transpose',
  'Reshape',
  'Squeeze',
  'Unsqueeze',
  'Expand',
]);

/**
 * What `QuantizeLinear`, `DequantizeLinear` or `DynamicQuantizeLinear` does to a row, as the ONNX specification defines
 * it: clip(round(x / scale) + zero point), and (x - zero point) · scale. undefined for other nodes, for a scale per axis
 * and for types that are not read.
 */
export function quantisationSteps(flow: Dataflow, node: GraphNode): readonly Step[] | undefined {
  const [, second = '', third = ''] = node.inputs;
  switch (node.opType) {
    case 'DequantizeLinear':
      return isPerTensor(flow, second) ? dequantise({ scale: second, zeroPoint: third }, flow) : undefined;
    case 'QuantizeLinear': {
      const type = third === '' ? outputType(node) : typeOf(flow, third);
      return type && isPerTensor(flow, second) ? quantise(flow, type, second, third) : undefined;
    }
    case 'DynamicQuantizeLinear':
      return quantise(flow, 'uint8', node.outputs[1] ?? '', node.outputs[2] ?? '');
    default:
      return undefined;
  }
}

/** Whether a scale or zero point is one number for the whole tensor. */
export function isPerTensor(flow: Dataflow, tensor: string): boolean {
  if (flow.producer(tensor)?.opType === 'DynamicQuantizeLinear') return true;
  const dims = knownDims(flow, tensor);
  return dims?.every((dim) => dim === 1) ?? false;
}

function quantise(
  flow: Dataflow,
  type: ElementType,
  scale: string,
  zeroPoint: string,
): readonly Step[] | undefined {
  const [low, high] = ranges[type] ?? [];
  if (low === undefined || high === undefined) return undefined;
  return [{ op: 'Quantise', scale: operand(flow, scale), zeroPoint: operand(flow, zeroPoint), low, high }];
}

/** The step from integers to the numbers that they stand for. */
export function dequantise({ scale, zeroPoint }: Quantisation, flow: Dataflow): readonly Step[] {
  return [{ op: 'Dequantise', scale: operand(flow, scale), zeroPoint: operand(flow, zeroPoint) }];
}

function operand(flow: Dataflow, tensor: string): StepOperand {
  const constant = tensor === '' ? 0 : constantScalar(flow, tensor);
  return constant === undefined ? { tensor, isScalar: true } : { constant };
}

function typeOf(flow: Dataflow, tensor: string): ElementType | undefined {
  if (flow.producer(tensor)?.opType === 'DynamicQuantizeLinear') return 'uint8';
  const initializer = flow.graph.initializers.get(tensor);
  if (initializer) return initializer.type;
  const value = flow.producer(tensor)?.attributes.get('value');
  return value?.kind === 'tensor' ? value.value.type : undefined;
}

function outputType(node: GraphNode): ElementType {
  return elementType(intAttribute(node, 'output_dtype') ?? 2);
}

/** A product of integers that stand for numbers, with what turns its result into the product of those. */
export interface IntegerProduct {
  /** The `MatMulInteger`. */
  readonly product: GraphNode;
  /** How its two operands are read. */
  readonly quantised: readonly [Quantisation, Quantisation];
  /** The product of the numbers. */
  readonly result: string;
}

/**
 * Dynamic quantisation writes a product as `Mul(Cast(MatMulInteger(a, b)), Mul(scale of a, scale of b))`. undefined
 * where `node` is not the outer `Mul` of that, or where the scales are not those with which a and b were made.
 */
export function integerProduct(flow: Dataflow, node: GraphNode): IntegerProduct | undefined {
  if (node.opType !== 'Mul') return undefined;
  for (const [index, input] of node.inputs.entries()) {
    const cast = flow.producer(input);
    const product = cast?.opType === 'Cast' ? flow.producer(cast.inputs[0] ?? '') : undefined;
    if (product?.opType !== 'MatMulInteger') continue;
    const scales = flow.producer(node.inputs[1 - index] ?? '');
    const [a = '', b = '', zeroOfA = '', zeroOfB = ''] = product.inputs;
    const [scaleOfA, scaleOfB] = [madeWith(flow, a), madeWith(flow, b)];
    if (scales?.opType !== 'Mul' || scaleOfA === undefined || scaleOfB === undefined) return undefined;
    const isOwn = [...scales.inputs].sort().join('\n') === [scaleOfA, scaleOfB].sort().join('\n');
    if (!isOwn || ![zeroOfA, zeroOfB].every((zero) => zero === '' || isPerTensor(flow, zero)))
      return undefined;
    return {
      product,
      quantised: [
        { scale: scaleOfA, zeroPoint: zeroOfA },
        { scale: scaleOfB, zeroPoint: zeroOfB },
      ],
      result: node.outputs[0] ?? '',
    };
  }
  return undefined;
}

/** The integer product that a `MatMulInteger` is part of. */
export function integerProductOf(flow: Dataflow, product: GraphNode): IntegerProduct | undefined {
  const [cast, ...others] = flow.consumersOf(product.outputs[0] ?? '');
  if (others.length > 0 || cast?.opType !== 'Cast') return undefined;
  for (const node of flow.consumersOf(cast.outputs[0] ?? '')) {
    const found = integerProduct(flow, node);
    if (found) return found;
  }
  return undefined;
}

/** The scale with which a quantised activation was made. */
function madeWith(flow: Dataflow, tensor: string): string | undefined {
  let node = flow.producer(tensor);
  while (node && views.has(node.opType)) node = flow.producer(node.inputs[0] ?? '');
  if (node?.opType === 'DynamicQuantizeLinear') return node.outputs[1];
  return node?.opType === 'QuantizeLinear' && isPerTensor(flow, node.inputs[1] ?? '')
    ? node.inputs[1]
    : undefined;
}
