import { Dataflow } from '../../core/onnx/dataflow';
import { findBlocks } from '../../core/onnx/findBlocks';
import type { ValueInfo } from '../../core/onnx/model';
import { readModel } from '../../core/onnx/readModel';
import type { GraphFiles, InspectAnswer, ModelFiles } from '../../protocol/models';
import { describeFound, joinFound } from './blockAnswers';
import { isDecoderIds, isIds } from './decoderInputs';

/** What a model's graphs show without their weights. Errors: `model-…`. */
export function inspect({ graph, decoder }: ModelFiles): InspectAnswer {
  const parts = decoder
    ? [inspectGraph(graph, () => false), inspectGraph(decoder, isIds)]
    : [inspectGraph(graph, isDecoderIds)];
  return {
    blocks: joinFound(parts.map((part) => part.blocks)).map(describeFound),
    refused: parts.flatMap((part) => part.refused),
    graphs: parts.map(({ path, inputs, blocks }) => ({
      path,
      blocks: blocks.length,
      inputs: inputs.map(({ name, type, shape }) => ({ name, type, shape: shape ?? [] })),
    })),
  };
}

function inspectGraph({ path, onnx }: GraphFiles, isTarget: (input: ValueInfo) => boolean) {
  const model = readModel(path, new Uint8Array(onnx));
  const { inputs } = model.graph;
  const targets = new Set(inputs.filter(isTarget).map((input) => input.name));
  return { path, inputs, ...findBlocks(model, new Dataflow(model), targets) };
}
