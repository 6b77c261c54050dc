import { because, type RefusalReason } from '../../refusalReasons';
import { Dataflow } from '../graph/dataflow';
import type { GraphNode, Model } from '../graph/model';
import { WireReader } from '../file/wire';
import { bytesOf, WireWriter } from '../file/wireWriter';
import { AddedNodes } from './addedNodes';
import { decoderMaskedAttention } from './decoderMaskedAttention';
import type { FusedBlock } from './fusedBlock';
import type { FusedOperator } from './fusedOperator';
import { groupQueryAttention } from './groupQueryAttention';
import { multiHeadAttention } from './multiHeadAttention';
import { packedAttention, quantisedAttention } from './packedAttention';
import { standardAttention } from './standardAttention';
import { inputNamed, notUnderstood } from './understood';

const operators: ReadonlyMap<string, FusedOperator> = new Map([
  ['Attention', standardAttention],
  ['com.microsoft.Attention', packedAttention],
  ['com.microsoft.QAttention', quantisedAttention],
  ['com.microsoft.MultiHeadAttention', multiHeadAttention],
  ['com.microsoft.GroupQueryAttention', groupQueryAttention],
  ['com.microsoft.DecoderMaskedMultiHeadAttention', decoderMaskedAttention],
]);
/** onnx.proto's `NodeProto.output`. */
const outputField = 2;

/**
 * The dataflow of a model, in which each fused attention operator has nodes beside it that give its queries, keys and
 * values by head. They depend on the graph and nothing of it depends on them: the operator's own output stays what it is,
 * to check the rows against.
 */
export function flowWithFused(model: Model): Dataflow {
  const flow = new Dataflow(model);
  const fused = flow.order.filter((node) => operators.has(flow.opName(node)) && !flow.calledFunction(node));
  if (fused.length === 0) return flow;
  const added = new AddedNodes(model.graph.nodes.length);
  const read = new Map(fused.map((node) => [node, readFused(flow, node, added)]));
  const blocks = new Map<GraphNode, FusedBlock | RefusalReason>();
  const nodes = model.graph.nodes.map((node) => {
    const standing = withOutputs(model, node, added.outputs.get(node));
    const block = read.get(node);
    if (block) blocks.set(standing, block);
    return standing;
  });
  return new Dataflow({ ...model, graph: { ...model.graph, nodes: [...nodes, ...added.nodes] } }, blocks);
}

function readFused(flow: Dataflow, node: GraphNode, added: AddedNodes): FusedBlock | RefusalReason {
  const op = flow.opName(node);
  const operator = operators.get(op);
  if (!operator) return because('fused-operator', { op });
  const version = flow.model.opsets.get('') ?? 0;
  if (version < operator.firstOpset) return because('fused-opset', { op, version });
  const { understood, read } = operator;
  const named = (name: string): string => inputNamed(node, understood, name);
  return notUnderstood(flow, node, understood) ?? read({ flow, node, added, op, named });
}

/** A standing node of which further outputs are asked. */
function withOutputs(model: Model, node: GraphNode, outputs: readonly string[] | undefined): GraphNode {
  if (!outputs) return node;
  const whole = bytesOf(model.bytes, node.message);
  const reader = new WireReader(whole);
  const written = new WireWriter();
  while (reader.more()) {
    const start = reader.position;
    reader.next();
    reader.skip();
    if (reader.field !== outputField) written.raw(whole.subarray(start, reader.position));
  }
  for (const output of outputs) written.string(outputField, output);
  return { ...node, outputs, message: written.finish() };
}
