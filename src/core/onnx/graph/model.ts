/** An ONNX model as the wire reader gives it: structure, and where the weights lie, but not the weights. */
import type { ElementType } from './tensor';

/** A range of bytes in the model's file. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

/** Where the values of a tensor lie. */
export type TensorValues =
  /** Little-endian values one after the other in the model's own file. */
  | { readonly kind: 'raw'; readonly range: ByteRange }
  /** Varints (`int32_data`, `int64_data`, `uint64_data`), decoded: only small tensors are written so. */
  | { readonly kind: 'decoded'; readonly values: readonly bigint[] }
  /** In another file. */
  | {
      readonly kind: 'external';
      readonly file: string;
      readonly offset: number;
      readonly length: number | undefined;
    }
  /** No values, strings, or a form that is not read here. */
  | { readonly kind: 'none' };

/** A constant tensor: an initialiser, or the attribute of a `Constant`. */
export interface TensorProto {
  readonly name: string;
  readonly type: ElementType;
  /** onnx.proto's number of the type, for writing it again. */
  readonly typeCode: number;
  readonly dims: readonly number[];
  readonly values: TensorValues;
  /** The whole message in the file. */
  readonly message: ByteRange;
}

export type Attribute =
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'tensor'; readonly value: TensorProto }
  | { readonly kind: 'graph'; readonly value: Graph }
  | { readonly kind: 'floats' | 'ints'; readonly value: readonly number[] }
  | { readonly kind: 'strings'; readonly value: readonly string[] }
  | { readonly kind: 'graphs'; readonly value: readonly Graph[] }
  | { readonly kind: 'other' };

export interface GraphNode {
  /** Its place in the graph's list. */
  readonly index: number;
  /** As the file says; often empty. */
  readonly name: string;
  readonly opType: string;
  /** `''` is the standard operator set. */
  readonly domain: string;
  /** Names of tensors; `''` is an input left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, Attribute>;
  /** Where the node lies in the file; its bytes, if it is none of the file's. */
  readonly message: ByteRange | Uint8Array;
}

/** A declared input or output. A dimension is a number, a name, or `'?'`. */
export interface ValueInfo {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly (number | string)[] | undefined;
  readonly message: ByteRange;
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly initializers: ReadonlyMap<string, TensorProto>;
  /** Declared inputs that are no initialisers. */
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  /** Shapes that the exporter wrote for inner tensors; few files have them. */
  readonly valueInfos: ReadonlyMap<string, ValueInfo>;
  /** Messages of sparse constants, to be copied as they are. */
  readonly sparseInitializers: readonly ByteRange[];
  readonly message: ByteRange;
}

/** A function that the model defines itself; its calls are nodes with this domain and name. */
export interface LocalFunction {
  readonly domain: string;
  readonly name: string;
  readonly nodes: readonly GraphNode[];
}

export interface Model {
  /** Where the file lies, for messages only. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly graph: Graph;
  /** Operator set versions by domain; `''` is the standard one. */
  readonly opsets: ReadonlyMap<string, number>;
  readonly functions: readonly LocalFunction[];
  /** Whole fields of the model's message other than the graph, tags included, to be copied as they are. */
  readonly rest: readonly ByteRange[];
}
