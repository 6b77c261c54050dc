import type { Attribute, GraphNode } from '../graph/model';
import { WireWriter } from '../file/wireWriter';

/** onnx.proto's `AttributeProto.AttributeType`. */
const attributeType = { int: 2, tensor: 4, ints: 7 } as const;
const prefix = 'headlight/';
const nowhere = { offset: 0, length: 0 };
const int64 = 7;

export interface NodeOptions {
  /** `''`, the standard operator set, by default. */
  readonly domain?: string;
  /** Numbers are integers from 0. */
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
}

/**
 * Nodes that are put beside those of a graph, and outputs that are asked of standing nodes. Every method gives the name
 * of a tensor. What no tap needs is left out when the tapped graph is written.
 */
export class AddedNodes {
  readonly nodes: GraphNode[] = [];
  /** The outputs that standing nodes get behind their own; `''` is one that is left out. */
  readonly outputs = new Map<GraphNode, readonly string[]>();
  private readonly constants = new Map<string, string>();
  private askedOutputs = 0;

  /** @param standing the number of nodes that the graph has */
  constructor(private readonly standing: number) {}

  /** The first output of a new node. */
  op(opType: string, inputs: readonly string[], { domain = '', attributes = {} }: NodeOptions = {}): string {
    const written = new Map<string, Attribute>();
    const messages = Object.entries(attributes).map(([name, value]) => {
      const isOne = typeof value === 'number';
      written.set(name, isOne ? { kind: 'int', value } : { kind: 'ints', value });
      const message = new WireWriter().string(1, name);
      if (isOne) return message.varint(3, value).varint(20, attributeType.int).finish();
      for (const each of value) message.varint(8, each);
      return message.varint(20, attributeType.ints).finish();
    });
    return this.add(opType, domain, inputs, written, messages);
  }

  /** A constant list of integers, int64 `[values.length]`; the same list is written once. */
  ints(...values: readonly number[]): string {
    return this.once(values, [values.length]);
  }

  /** A constant integer, int64 without axes. */
  int(value: number): string {
    return this.once([value], []);
  }

  /** Output `index` of a standing node, which is asked of it where it gives none yet. */
  outputOf(node: GraphNode, index: number): string {
    const outputs = [...(this.outputs.get(node) ?? node.outputs)];
    const standing = outputs[index];
    if (standing !== undefined && standing !== '') return standing;
    while (outputs.length <= index) outputs.push('');
    const name = `${prefix}output/${this.askedOutputs++}`;
    outputs[index] = name;
    this.outputs.set(node, outputs);
    return name;
  }

  private once(values: readonly number[], dims: readonly number[]): string {
    const key = `${dims.join()}:${values.join()}`;
    const known = this.constants.get(key);
    if (known !== undefined) return known;
    const made = this.constant(values, dims);
    this.constants.set(key, made);
    return made;
  }

  private constant(values: readonly number[], dims: readonly number[]): string {
    const bigs = values.map(BigInt);
    const raw = new Uint8Array(8 * values.length);
    const view = new DataView(raw.buffer);
    bigs.forEach((value, index) => {
      view.setBigInt64(8 * index, value, true);
    });
    const tensor = new WireWriter();
    for (const dim of dims) tensor.varint(1, dim);
    tensor.varint(2, int64).message(9, raw);
    const attribute: Attribute = {
      kind: 'tensor',
      value: {
        name: '',
        type: 'int64',
        typeCode: int64,
        dims,
        values: { kind: 'decoded', values: bigs },
        message: nowhere,
      },
    };
    const message = new WireWriter()
      .string(1, 'value')
      .message(5, tensor.finish())
      .varint(20, attributeType.tensor);
    return this.add('Constant', '', [], new Map([['value', attribute]]), [message.finish()]);
  }

  private add(
    opType: string,
    domain: string,
    inputs: readonly string[],
    attributes: ReadonlyMap<string, Attribute>,
    attributeMessages: readonly Uint8Array[],
  ): string {
    const output = `${prefix}added/${this.nodes.length}`;
    const message = new WireWriter();
    for (const input of inputs) message.string(1, input);
    message.string(2, output).string(3, output).string(4, opType);
    for (const attribute of attributeMessages) message.message(5, attribute);
    if (domain !== '') message.string(7, domain);
    this.nodes.push({
      index: this.standing + this.nodes.length,
      name: output,
      opType,
      domain,
      inputs,
      outputs: [output],
      attributes,
      message: message.finish(),
    });
    return output;
  }
}
