import type { RefusalReason } from '../../refusalReasons';
import { constantValues } from '../values/constantValues';
import type { FusedBlock } from '../fused/fusedBlock';
import type { Graph, GraphNode, LocalFunction, Model, TensorProto, ValueInfo } from './model';
import { sizeOf } from './tensor';
import { topologicalOrder } from './topologicalOrder';

/** Operators that only look at a tensor's shape: what is behind them is not data. */
const shapeReaders = new Set(['Shape', 'Size']);
/** Operators that make long tensors from a few numbers. */
const growers = new Set(['Range', 'ConstantOfShape', 'Expand', 'Tile', 'NonZero', 'EyeLike']);
/** Numbers in a constant that shapes are reckoned with. */
const mostShort = 64;
/** Of derivations within derivations. */
const deepest = 400;
const randomOps = /^Random|^Multinomial$|^Bernoulli$/;

/** Who makes and who takes each tensor of a graph, and what can be said of a tensor from that. */
export class Dataflow {
  readonly graph: Graph;
  /** Every node, each after those that it depends on. */
  readonly order: readonly GraphNode[];
  private readonly producers = new Map<string, GraphNode>();
  private readonly consumers = new Map<string, GraphNode[]>();
  private readonly constants = new Map<string, boolean>();
  private readonly fixed = new Map<string, boolean>();
  private readonly short = new Map<string, boolean>();
  private readonly inputs: ReadonlyMap<string, ValueInfo>;
  private readonly functions: ReadonlyMap<string, LocalFunction>;
  private depth = 0;
  private readonly remembered = new Map<(flow: Dataflow, tensor: string) => unknown, Map<string, unknown>>();

  /** @param fused what is read of the fused attention operators, by node (`flowWithFused`) */
  constructor(
    readonly model: Model,
    readonly fused: ReadonlyMap<GraphNode, FusedBlock | RefusalReason> = new Map(),
  ) {
    this.graph = model.graph;
    this.order = topologicalOrder(model.graph) ?? [];
    this.inputs = new Map(model.graph.inputs.map((input) => [input.name, input]));
    this.functions = new Map(model.functions.map((one) => [`${one.domain} ${one.name}`, one]));
    for (const node of this.order) {
      for (const output of node.outputs) if (output !== '') this.producers.set(output, node);
      for (const input of new Set(node.inputs)) {
        const list = this.consumers.get(input);
        if (list) list.push(node);
        else this.consumers.set(input, [node]);
      }
    }
    // In this order a node's inputs are known before the node, so that nothing recurses.
    for (const node of this.order) {
      const isConstant = this.makesConstant(node);
      for (const output of node.outputs) this.constants.set(output, isConstant);
      const isFixed = isConstant || this.makesFixed(node);
      const isShort = isFixed && this.makesShort(node);
      for (const output of node.outputs) {
        this.fixed.set(output, isFixed);
        this.short.set(output, isShort);
      }
    }
  }

  producer(tensor: string): GraphNode | undefined {
    return this.producers.get(tensor);
  }

  consumersOf(tensor: string): readonly GraphNode[] {
    return this.consumers.get(tensor) ?? [];
  }

  isGraphInput(tensor: string): boolean {
    return this.inputs.has(tensor);
  }

  graphInput(tensor: string): ValueInfo | undefined {
    return this.inputs.get(tensor);
  }

  /** The function of the model's own that a node calls. */
  calledFunction({ domain, opType }: GraphNode): LocalFunction | undefined {
    return this.functions.get(`${domain} ${opType}`);
  }

  /** Whether the tensor is the same in every run: an initialiser, or computed from such alone. */
  isConstant(tensor: string): boolean {
    return this.graph.initializers.has(tensor) || (this.constants.get(tensor) ?? false);
  }

  /** Whether the tensor follows from constants and from the shapes of others alone: a part of a weight, a length. */
  isFixed(tensor: string): boolean {
    return this.graph.initializers.has(tensor) || (this.fixed.get(tensor) ?? false);
  }

  /** Whether the tensor is fixed and made without long tensors from shapes: a length, a scale from the head size. */
  isShapeArithmetic(tensor: string): boolean {
    const initializer = this.graph.initializers.get(tensor);
    return initializer ? isShortTensor(initializer) : (this.short.get(tensor) ?? false);
  }

  /**
   * What `derive` says of a tensor, worked out once: a tensor is reached on many ways, and each would be followed
   * again. Ways longer than any exporter's end with undefined, before the stack does.
   */
  once<T>(derive: (flow: Dataflow, tensor: string) => T, tensor: string): T | undefined {
    const known = this.remembered.get(derive) ?? new Map<string, unknown>();
    this.remembered.set(derive, known);
    // SAFETY: the map of a function holds nothing but its results.
    if (known.has(tensor) || this.depth > deepest) return known.get(tensor) as T | undefined;
    this.depth++;
    const derived = derive(this, tensor);
    this.depth--;
    known.set(tensor, derived);
    return derived;
  }

  /** A node's operator as the user reads it: with its domain, unless that is the standard one. */
  opName(node: GraphNode): string {
    return node.domain === '' ? node.opType : `${node.domain}.${node.opType}`;
  }

  private makesConstant(node: GraphNode): boolean {
    if (node.opType === 'Constant') return true;
    if (randomOps.test(node.opType) || hasGraphs(node)) return false;
    return node.inputs.length > 0 && node.inputs.every((input) => input === '' || this.isConstant(input));
  }

  private makesFixed(node: GraphNode): boolean {
    if (shapeReaders.has(node.opType)) return true;
    if (randomOps.test(node.opType) || hasGraphs(node)) return false;
    return node.inputs.length > 0 && node.inputs.every((input) => input === '' || this.isFixed(input));
  }

  private makesShort(node: GraphNode): boolean {
    if (shapeReaders.has(node.opType)) return true;
    const value = node.opType === 'Constant' ? node.attributes.get('value') : undefined;
    if (node.opType === 'Constant') return value?.kind !== 'tensor' || isShortTensor(value.value);
    if (growers.has(node.opType) && !makesOne(this, node)) return false;
    return node.inputs.every((input) => input === '' || this.isShapeArithmetic(input));
  }
}

/** Whether a constant may be a scale, a length or a shape: a mask of every position is none. */
function isShortTensor({ dims }: TensorProto): boolean {
  return sizeOf(dims) <= mostShort;
}

/** `ConstantOfShape` of no axes, or of axes of 1: a scalar. */
function makesOne(flow: Dataflow, node: GraphNode): boolean {
  return (
    node.opType === 'ConstantOfShape' && constantValues(flow, node.outputs[0] ?? '')?.values.length === 1
  );
}

/** A name for messages: few exporters leave it out. */
export function nodeName(node: GraphNode): string {
  return node.name || (node.outputs[0] ?? node.opType);
}

/** The graphs in a node's attributes: branches and loop bodies. */
export function graphsOf(node: GraphNode): readonly Graph[] {
  const graphs: Graph[] = [];
  for (const attribute of node.attributes.values()) {
    if (attribute.kind === 'graph') graphs.push(attribute.value);
    else if (attribute.kind === 'graphs') graphs.push(...attribute.value);
  }
  return graphs;
}

function hasGraphs(node: GraphNode): boolean {
  return graphsOf(node).length > 0;
}
