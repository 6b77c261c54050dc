import { because, type RefusalReason } from '../../refusalReasons';
import { Dataflow } from '../graph/dataflow';
import type { GraphNode, Model } from '../graph/model';
import { WireReader } from '../file/wire';
import { bytesOf, WireWriter } from '../file/wireWriter';
import { AddedNodes } from './addedNodes';
import { readDecoderMaskedAttention } from './decoderMaskedAttention';
import type { FusedBlock } from './fusedBlock';
import { readGroupQueryAttention } from './groupQueryAttention';
import { readMultiHeadAttention } from './multiHeadAttention';
import { readPackedAttention, readQuantisedAttention } from './packedAttention';
import { readStandardAttention } from './standardAttention';

type Reader = (flow: Dataflow, node: GraphNode, added: AddedNodes) => FusedBlock | RefusalReason;

const readers: ReadonlyMap<string, Reader> = new Map([
  ['Attention', readStandardAttention],
  ['com.microsoft.Attention', readPackedAttention],
  ['com.microsoft.QAttention', readQuantisedAttention],
  ['com.microsoft.MultiHeadAttention', readMultiHeadAttention],
  ['com.microsoft.GroupQueryAttention', readGroupQueryAttention],
  ['com.microsoft.DecoderMaskedMultiHeadAttention', readDecoderMaskedAttention],
]);
/** The operator sets from which on the added nodes have the forms that are written here; `Max` takes integers from 12 on. */
const firstOpset = 11;
const firstGroupedOpset = 12;
/** onnx.proto's `NodeProto.output`. */
const outputField = 2;

/**
 * The dataflow of a model, in which each fused attention operator has nodes beside it that give its queries, keys and
 * values by head. They depend on the graph and nothing of it depends on them: the operator's own output stays what it is,
 * to check the rows against.
 */
export function flowWithFused(model: Model): Dataflow {
  const flow = new Dataflow(model);
  const fused = flow.order.filter((node) => readers.has(flow.opName(node)) && !flow.calledFunction(node));
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
  const version = flow.model.opsets.get('') ?? 0;
  const first = node.opType === 'GroupQueryAttention' ? firstGroupedOpset : firstOpset;
  if (version < first) return because('fused-opset', { op, version });
  return readers.get(op)?.(flow, node, added) ?? because('fused-operator', { op });
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
