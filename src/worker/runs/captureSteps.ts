import type { BlockCheck, BoundBlocks } from '../../core/attention/boundBlock';
import { bindBlocks } from '../../core/attention/bindBlocks';
import { GatheredSteps } from '../../core/attention/gatherSteps';
import { HeadlightError } from '../../core/errors';
import { numberLayers } from '../../core/onnx/blocks/numberLayers';
import type { RefusedBlock } from '../../core/onnx/blocks/block';
import type { ValueInfo } from '../../core/onnx/graph/model';
import type { Tensors } from '../../core/onnx/graph/tensor';
import type { CallContext } from '../../protocol/rpc';
import { breather } from '../breathe';
import { mostSteps, type CarriedCache } from '../models/carriedCaches';
import type { OpenGraph } from '../models/openGraph';
import { fillFeeds } from '../session/fillFeeds';
import { inputRole } from '../session/inputRole';
import type { Captured } from './capture';
import type { Source } from './source';

/**
 * Runs a decoder that takes one token at a time over a text: each step is given the keys and values that the one before
 * it put out, and gives one row of every block.
 * @throws HeadlightError `text-too-many-steps`, `model-run`, `out-of-memory`, `cancelled`, `input-…`
 */
export async function captureSteps(
  graph: OpenGraph,
  caches: readonly CarriedCache[],
  { ids, inputs }: Pick<Source, 'ids' | 'inputs'>,
  { signal }: Pick<CallContext, 'signal'>,
): Promise<Captured> {
  const idsInput = graph.inputs.find((input) => inputRole(input) === 'ids')?.name ?? 'input_ids';
  const text = inputs[idsInput] ?? ids ?? [];
  if (text.length > mostSteps)
    throw new HeadlightError('text-too-many-steps', { model: graph.path, limit: mostSteps });
  const gathered = new Map<string, GatheredSteps>();
  const checks = new Map<string, BlockCheck>();
  const refused = new Map<string, RefusedBlock>();
  const turn = breather(signal);
  let tensors: Tensors = new Map();
  for (const [position, id] of text.entries()) {
    await turn();
    const carried = caches.flatMap(({ past, present }) => {
      const tensor = tensors.get(present);
      return tensor ? [[past, tensor] as const] : [];
    });
    const step = { ...stepInputs(graph.inputs, inputs, position), [idsInput]: [id] };
    const { feeds } = fillFeeds(graph, { inputs: step, tensors: new Map(carried) });
    tensors = await graph.session.run(feeds);
    const bound = bindBlocks(graph.blocks, tensors, { lengths: [1, position + 1] });
    for (const one of bound.refused) refused.set(one.node, one);
    for (const [index, one] of bound.bound.entries()) {
      const { node } = one.block;
      const steps = gathered.get(node) ?? new GatheredSteps();
      gathered.set(node, steps);
      steps.add(one);
      const check = bound.checks[index];
      if (check) checks.set(node, joined(checks.get(node), check));
    }
  }
  const bytes = [...gathered.values()].reduce((sum, steps) => sum + steps.bytes, 0);
  return { blocks: blocksOf(graph, gathered, checks, refused), tensors: new Map(), bytes };
}

/** What a step needs of the inputs that have a value for each token: a mask of all tokens so far, one position. */
function stepInputs(
  declared: readonly ValueInfo[],
  given: Source['inputs'],
  position: number,
): Record<string, readonly number[]> {
  const inputs: Record<string, readonly number[]> = { ...given };
  for (const input of declared) {
    const { name } = input;
    const role = inputRole(input);
    if (role === 'mask') {
      inputs[name] = given[name]?.slice(0, position + 1) ?? Array.from({ length: position + 1 }, () => 1);
    } else if (role === 'positions') inputs[name] = [given[name]?.[position] ?? position];
    else if (role === 'zeros') inputs[name] = [given[name]?.[position] ?? 0];
  }
  return inputs;
}

function joined(
  before: BlockCheck | undefined,
  { maxAbsError, largest, checked, rows, passed }: BlockCheck,
): BlockCheck {
  return {
    maxAbsError: Math.max(before?.maxAbsError ?? 0, maxAbsError),
    largest: Math.max(before?.largest ?? 0, largest),
    checked: (before?.checked ?? 0) + checked,
    rows: (before?.rows ?? 0) + rows,
    passed: (before?.passed ?? true) && passed,
  };
}

/** A block that one step refuses is refused as a whole. */
function blocksOf(
  graph: OpenGraph,
  gathered: ReadonlyMap<string, GatheredSteps>,
  checks: ReadonlyMap<string, BlockCheck>,
  refused: ReadonlyMap<string, RefusedBlock>,
): BoundBlocks {
  const whole = graph.blocks.flatMap(({ node }) => {
    const bound = refused.has(node) ? undefined : gathered.get(node)?.finish();
    const check = checks.get(node);
    return bound && check ? [{ bound, check }] : [];
  });
  return {
    bound: whole.map(({ bound }) => bound),
    checks: whole.map(({ check }) => check),
    refused: [...refused.values()],
    layers: numberLayers(whole.map(({ bound }) => bound.kind)),
  };
}
