import { findBlocks } from '../../core/onnx/blocks/findBlocks';
import { flowWithFused } from '../../core/onnx/fused/flowWithFused';
import { inlineCacheBranch } from '../../core/onnx/taps/inlineCacheBranch';
import type { ValueInfo } from '../../core/onnx/graph/model';
import { readModel } from '../../core/onnx/file/readModel';
import { weightBytes } from '../../core/onnx/file/weightBytes';
import type { GraphFiles, InspectAnswer, InspectedGraph, ModelFiles } from '../../protocol/models';
import type { CallContext } from '../../protocol/rpc';
import { besides } from './besides';
import { describeFound, joinFound } from './blockAnswers';
import { checkSizes, configSizes, withConfigSizes } from './configSizes';
import { bytesOf } from './graphBytes';
import { isDecoderIds, isIds } from './decoderInputs';
import { inputRole } from '../session/inputRole';
import { readConfig } from './modelConfig';

/** What a model's graphs show without their weights. Errors: `model-…`. */
export async function inspect(
  { graph, decoder, config }: ModelFiles,
  progress: CallContext['progress'],
): Promise<Omit<InspectAnswer, 'engine'>> {
  const parts = decoder
    ? [await inspectGraph(graph, () => false, progress), await inspectGraph(decoder, isIds, progress)]
    : [await inspectGraph(graph, isDecoderIds, progress)];
  const described = joinFound(parts.map((part) => part.blocks)).map(describeFound);
  const configPath = besides(graph.path, 'config.json');
  const sizes = configSizes(readConfig(config, configPath));
  checkSizes(
    described.map(({ heads }) => ({ heads })),
    sizes,
    configPath,
  );
  return {
    blocks: described.map((block) => withConfigSizes(block, sizes)),
    refused: parts.flatMap((part) => part.refused),
    weightBytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    graphs: parts.map(({ path, inputs, blocks }) => ({
      path,
      blocks: blocks.length,
      reads: readsOf(inputs),
      inputs: inputs.map(({ name, type, shape }) => ({ name, type, shape: shape ?? [] })),
    })),
  };
}

async function inspectGraph(
  { path, onnx }: GraphFiles,
  isTarget: (input: ValueInfo) => boolean,
  progress: CallContext['progress'],
) {
  progress('loading');
  const bytes = await bytesOf(onnx, path);
  progress('reading');
  const model = inlineCacheBranch(readModel(path, bytes));
  const { inputs } = model.graph;
  const targets = new Set(inputs.filter(isTarget).map((input) => input.name));
  const flow = flowWithFused(model);
  return { path, inputs, bytes: weightBytes(flow), ...findBlocks(model, flow, targets) };
}

function readsOf(inputs: readonly ValueInfo[]): InspectedGraph['reads'] {
  const roles = inputs.map(inputRole);
  return roles.find((role) => role === 'image' || role === 'audio') ?? 'text';
}
