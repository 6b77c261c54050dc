import { HeadlightError } from '../../errors';
import type { ByteRange, Graph, GraphNode, LocalFunction, Model } from '../graph/model';
import { topologicalOrder } from '../graph/topologicalOrder';
import { readGraph, readNode } from './readGraph';
import { decodeString, WireError, WireReader } from './wire';

/** IR versions go up by about one a year: 3 in 2017, 11 in 2025. */
const latestIrVersion = 64;
const lfsPointer = 'version https://git-lfs.github.com/spec/';

/**
 * Reads the structure of an ONNX file. Weights are only located, so this takes some 10 ms however large the file is.
 * `path` is for messages. Throws `model-lfs-pointer`, `model-not-onnx`, `model-truncated` or
 * `model-too-many-parts`.
 */
export function readModel(path: string, bytes: Uint8Array): Model {
  if (decodeString(bytes, { offset: 0, length: Math.min(bytes.length, lfsPointer.length) }) === lfsPointer) {
    throw new HeadlightError('model-lfs-pointer', { path });
  }
  const found = new ModelFields();
  try {
    found.read(bytes);
  } catch (thrown) {
    if (!(thrown instanceof WireError)) throw thrown;
    // Random bytes often look like the beginning of a long field; an ONNX file begins with its version.
    if (thrown.kind === 'excessive')
      throw new HeadlightError('model-too-many-parts', { path }, { cause: thrown });
    const code = thrown.kind === 'truncated' && found.irVersion > 0 ? 'model-truncated' : 'model-not-onnx';
    throw new HeadlightError(code, { path }, { cause: thrown });
  }
  const { graph, opsets, functions, rest } = found;
  if (found.irVersion === 0) throw new HeadlightError('model-not-onnx', { path });
  // Serialisers write the graph before the operator sets: where one is missing, the end of the file is.
  if (!graph || opsets.size === 0) throw new HeadlightError('model-truncated', { path });
  if (!topologicalOrder(graph)) {
    throw new HeadlightError('model-not-onnx', { path });
  }
  return { path, bytes, graph, opsets, functions, rest };
}

/** The fields of onnx.proto's `ModelProto` as they are met. */
class ModelFields {
  irVersion = 0;
  graph: Graph | undefined;
  readonly opsets = new Map<string, number>();
  readonly functions: LocalFunction[] = [];
  readonly rest: ByteRange[] = [];

  read(bytes: Uint8Array): void {
    const reader = new WireReader(bytes);
    while (reader.more()) {
      const start = reader.position;
      reader.next();
      if (reader.field === 7) {
        const message = reader.message();
        // A second graph would be merged into the first by protobuf; no exporter writes that.
        if (this.irVersion === 0 || this.graph) throw new WireError('malformed');
        this.graph = readGraph(message);
        continue;
      }
      if (reader.field === 1) {
        const version = reader.wireType === 0 ? reader.varint() : 0;
        if (version < 1 || version > latestIrVersion) throw new WireError('malformed');
        this.irVersion = version;
      } else if (reader.field === 8) readOperatorSet(reader.message(), this.opsets);
      else if (reader.field === 25) this.functions.push(readFunction(reader.message()));
      else reader.skip();
      this.rest.push({ offset: start, length: reader.position - start });
    }
  }
}

function readOperatorSet(reader: WireReader, into: Map<string, number>): void {
  let domain = '';
  let version = 0;
  while (reader.next()) {
    if (reader.field === 1) domain = reader.string();
    else if (reader.field === 2) version = reader.varint();
    else reader.skip();
  }
  into.set(domain === 'ai.onnx' ? '' : domain, version);
}

function readFunction(reader: WireReader): LocalFunction {
  const nodes: GraphNode[] = [];
  let name = '';
  let domain = '';
  while (reader.next()) {
    if (reader.field === 1) name = reader.string();
    else if (reader.field === 7) nodes.push(readNode(reader.message(), nodes.length, 0));
    else if (reader.field === 10) domain = reader.string();
    else reader.skip();
  }
  return { domain, name, nodes };
}
