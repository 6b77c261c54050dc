import { because, type RefusalReason } from '../../refusalReasons';
import type { Dataflow } from '../graph/dataflow';
import type { GraphNode } from '../graph/model';

/** What is read of a fused operator. */
export interface Understood {
  /** The names of its inputs, in order, by the operator's specification. */
  readonly inputs: readonly string[];
  /** Those of them that are not read: where one is given, as where one is that is not listed, the block is refused. */
  readonly unread?: readonly string[];
  /** Attributes: a list of the values that are read, or `any`. Another attribute, or value, refuses the block. */
  readonly attributes: Readonly<Record<string, 'any' | readonly (number | string)[]>>;
}

/** Why a node is refused: an input or attribute of it that is not understood; undefined where all are. */
export function notUnderstood(
  flow: Dataflow,
  node: GraphNode,
  { inputs, unread = [], attributes }: Understood,
): RefusalReason | undefined {
  const op = flow.opName(node);
  for (const [index, tensor] of node.inputs.entries()) {
    const input = inputs[index];
    const isRead = tensor === '' || (input !== undefined && !unread.includes(input));
    if (!isRead) return because('fused-input', { op, input: input ?? index });
  }
  for (const [name, attribute] of node.attributes) {
    const values = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
    const isPlain = attribute.kind === 'int' || attribute.kind === 'string';
    const isRead = values === 'any' || (isPlain && values?.includes(attribute.value));
    if (!isRead) return because('fused-attribute', { op, attribute: name });
  }
  return undefined;
}

/** The input of a name; `''` where it is left out. */
export function inputNamed(node: GraphNode, { inputs }: Understood, name: string): string {
  const index = inputs.indexOf(name);
  return index < 0 ? '' : (node.inputs[index] ?? '');
}
