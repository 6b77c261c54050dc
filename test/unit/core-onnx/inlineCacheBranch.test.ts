import { describe, expect, it } from 'vitest';
import { inlineCacheBranch } from '../../../src/core/onnx/taps/inlineCacheBranch';
import type { Graph, GraphNode, Model } from '../../../src/core/onnx/graph/model';
import { readModel } from '../../../src/core/onnx/file/readModel';
import { tapModel } from '../../../src/core/onnx/taps/tapModel';
import { fixtureModel } from './onnxFixtures';

const bytes = fixtureModel('caches/gpt2-merged/decoder_model_merged');
const read = (): Model => readModel('merged.onnx', bytes);

function branchOf({ graph }: Model): Graph {
  const branch = graph.nodes[0]?.attributes.get('else_branch');
  if (branch?.kind !== 'graph') throw new Error('no branch');
  return branch.value;
}

const withGraph = (model: Model, changes: Partial<Graph>): Model => ({
  ...model,
  graph: { ...model.graph, ...changes },
});

const identity = (from: string, to: string): GraphNode => ({
  index: 1,
  name: '',
  opType: 'Identity',
  domain: '',
  inputs: [from],
  outputs: [to],
  attributes: new Map(),
  message: new Uint8Array(),
});

describe('a merged decoder', () => {
  it('becomes the branch without a cache', () => {
    const model = read();
    expect(model.graph.nodes.map((node) => node.opType)).toEqual(['If']);
    const { graph } = inlineCacheBranch(model);
    expect(graph.nodes.map((node) => node.outputs)).toEqual(
      branchOf(model).nodes.map((node) => node.outputs),
    );
    expect(graph.nodes.map((node) => node.index)).toEqual([...graph.nodes.keys()]);
    const names = new Set([...graph.initializers.keys(), ...graph.inputs.map((input) => input.name)]);
    for (const { inputs, outputs } of graph.nodes) {
      for (const input of inputs) expect(input === '' || names.has(input)).toBe(true);
      for (const output of outputs) names.add(output);
    }
    expect(graph.outputs.every(({ name }) => names.has(name))).toBe(true);
  });

  it('needs neither the flag nor the cache', () => {
    const { needed, inputs } = tapModel('merged.onnx', bytes);
    expect([...needed]).toEqual(['input_ids', 'attention_mask']);
    expect(inputs.map((input) => input.name)).toContain('past_key_values.0.key');
  });

  it('is found behind what hands the flag on', () => {
    const model = read();
    const [chosen] = model.graph.nodes;
    if (!chosen) throw new Error('no node');
    const nodes = [identity('use_cache_branch', 'flag'), { ...chosen, inputs: ['flag'] }];
    const { graph } = inlineCacheBranch(withGraph(model, { nodes }));
    expect(graph.nodes.some((node) => node.opType === 'If')).toBe(false);
  });

  it('keeps the names of the If’s own outputs', () => {
    const model = read();
    const [chosen] = model.graph.nodes;
    if (!chosen) throw new Error('no node');
    const renamed = { ...chosen, outputs: chosen.outputs.map((output) => `outer/${output}`) };
    const { graph } = inlineCacheBranch(withGraph(model, { nodes: [renamed] }));
    const last = graph.nodes.slice(-chosen.outputs.length);
    expect(last.map(({ opType, inputs, outputs }) => [opType, ...inputs, ...outputs])).toEqual(
      chosen.outputs.map((output) => ['Identity', output, `outer/${output}`]),
    );
    expect(last[0]?.message).toBeInstanceOf(Uint8Array);
  });
});

describe('an If stays', () => {
  it.each<[string, (model: Model) => Model]>([
    [
      'where a tensor outside has the name of one in the branch',
      (model) => {
        const taken = branchOf(model).nodes[0]?.outputs[0] ?? '';
        return withGraph(model, { nodes: [...model.graph.nodes, identity('input_ids', taken)] });
      },
    ],
    [
      'where a constant of the branch hides one that is needed outside',
      (model) => {
        const [hidden = '', tensor] = [...model.graph.initializers][0] ?? [];
        const [chosen] = model.graph.nodes;
        if (!chosen || !tensor) throw new Error('no constant');
        const value = { ...branchOf(model), initializers: new Map([[hidden, tensor]]) };
        const attributes = new Map(chosen.attributes).set('else_branch', { kind: 'graph', value });
        const nodes = [{ ...chosen, attributes }, identity(hidden, 'outside')];
        return withGraph(model, { nodes });
      },
    ],
    [
      'over another condition',
      (model) => ({
        ...withGraph(model, {
          inputs: model.graph.inputs.map((input) =>
            input.name === 'use_cache_branch' ? { ...input, name: 'is_long' } : input,
          ),
        }),
      }),
    ],
  ])('%s', (_, change) => {
    const model = change(read());
    expect(inlineCacheBranch(model)).toBe(model);
  });
});
