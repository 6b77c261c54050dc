import type { Attribute, ByteRange, Graph, GraphNode, TensorProto, ValueInfo } from '../graph/model';
import { readTensorProto } from './readTensorProto';
import { elementType, type ElementType } from '../graph/tensor';
import { WireError, type WireReader } from './wire';

/** Deeper than any exporter nests its branches, and shallow enough for the stack. */
const deepest = 32;

/** onnx.proto's `GraphProto`. @throws WireError */
export function readGraph(reader: WireReader, depth = 0): Graph {
  if (depth > deepest) throw new WireError('malformed');
  const nodes: GraphNode[] = [];
  const initializers = new Map<string, TensorProto>();
  const declared: ValueInfo[] = [];
  const outputs: ValueInfo[] = [];
  const valueInfos = new Map<string, ValueInfo>();
  const rest: ByteRange[] = [];
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        nodes.push(readNode(reader.message(), nodes.length, depth));
        break;
      case 5: {
        const tensor = readTensorProto(reader.message());
        initializers.set(tensor.name, tensor);
        break;
      }
      case 11:
        declared.push(readValueInfo(reader.message()));
        break;
      case 12:
        outputs.push(readValueInfo(reader.message()));
        break;
      case 13: {
        const info = readValueInfo(reader.message());
        valueInfos.set(info.name, info);
        break;
      }
      case 15:
        rest.push(reader.range());
        break;
      default:
        reader.skip();
    }
  }
  // Before IR version 4 initialisers had to be declared as inputs too.
  const inputs = declared.filter((input) => !initializers.has(input.name));
  return {
    nodes,
    initializers,
    inputs,
    outputs,
    valueInfos,
    sparseInitializers: rest,
    message: reader.whole,
  };
}

/** Most nodes have attributes, but a Map takes some 200 bytes even where it is empty. */
const noAttributes: ReadonlyMap<string, Attribute> = new Map();

/** onnx.proto's `NodeProto`. @throws WireError also where it names no operator */
export function readNode(reader: WireReader, index: number, depth: number): GraphNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  let attributes: Map<string, Attribute> | undefined;
  let name = '';
  let opType = '';
  let domain = '';
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        inputs.push(reader.string());
        break;
      case 2:
        outputs.push(reader.string());
        break;
      case 3:
        name = reader.string();
        break;
      case 4:
        opType = reader.string();
        break;
      case 5: {
        const [key, value] = readAttribute(reader.message(), depth);
        attributes ??= new Map();
        attributes.set(key, value);
        break;
      }
      case 7:
        domain = reader.string();
        break;
      default:
        reader.skip();
    }
  }
  if (opType === '') throw new WireError('malformed');
  return {
    index,
    name,
    opType,
    domain: domain === 'ai.onnx' ? '' : domain,
    inputs,
    outputs,
    attributes: attributes ?? noAttributes,
    message: reader.whole,
  };
}

function readAttribute(reader: WireReader, depth: number): [string, Attribute] {
  const floats: number[] = [];
  const ints: number[] = [];
  const strings: string[] = [];
  const graphs: Graph[] = [];
  let name = '';
  let type = 0;
  let single: Attribute | undefined;
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        name = reader.string();
        break;
      case 2:
        single = { kind: 'float', value: reader.float() };
        break;
      case 3:
        single = { kind: 'int', value: reader.varint() };
        break;
      case 4:
        single = { kind: 'string', value: reader.string() };
        break;
      case 5:
        single = { kind: 'tensor', value: readTensorProto(reader.message()) };
        break;
      case 6:
        single = { kind: 'graph', value: readGraph(reader.message(), depth + 1) };
        break;
      case 7:
        reader.floats(floats);
        break;
      case 8:
        reader.varints(ints);
        break;
      case 9:
        strings.push(reader.string());
        break;
      case 11:
        graphs.push(readGraph(reader.message(), depth + 1));
        break;
      case 20:
        type = reader.varint();
        break;
      default:
        reader.skip();
    }
  }
  // The type decides between empty lists; proto3 leaves a zero value out, which then stands for 0 or ''.
  const byType: Readonly<Record<number, Attribute>> = {
    1: { kind: 'float', value: 0 },
    2: { kind: 'int', value: 0 },
    3: { kind: 'string', value: '' },
    6: { kind: 'floats', value: floats },
    7: { kind: 'ints', value: ints },
    8: { kind: 'strings', value: strings },
    10: { kind: 'graphs', value: graphs },
  };
  return [name, single ?? byType[type] ?? { kind: 'other' }];
}

function readValueInfo(reader: WireReader): ValueInfo {
  let name = '';
  let type: ElementType = 'other';
  let shape: (number | string)[] | undefined;
  while (reader.next()) {
    if (reader.field === 1) name = reader.string();
    else if (reader.field === 2) {
      const typeProto = reader.message();
      while (typeProto.next()) {
        if (typeProto.field !== 1) {
          typeProto.skip();
          continue;
        }
        const tensor = typeProto.message();
        while (tensor.next()) {
          if (tensor.field === 1) type = elementType(tensor.varint());
          else if (tensor.field === 2) shape = readShape(tensor.message());
          else tensor.skip();
        }
      }
    } else reader.skip();
  }
  return { name, type, shape, message: reader.whole };
}

function readShape(reader: WireReader): (number | string)[] {
  const shape: (number | string)[] = [];
  while (reader.next()) {
    if (reader.field !== 1) {
      reader.skip();
      continue;
    }
    let dim: number | string = '?';
    const dimension = reader.message();
    while (dimension.next()) {
      if (dimension.field === 1) dim = dimension.varint();
      else if (dimension.field === 2) dim = dimension.string() || '?';
      else dimension.skip();
    }
    // Old exporters wrote -1 or 0 where they knew no size.
    shape.push(typeof dim === 'number' && dim <= 0 ? '?' : dim);
  }
  return shape;
}
