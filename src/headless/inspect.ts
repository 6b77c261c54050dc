import { HeadlightError } from '../core/errors';
import { because } from '../core/refusalReasons';
import { reasonSentence } from '../core/sentences';
import type { BlockAnswer, InspectAnswer } from '../protocol/models';
import type { InferenceClient } from '../protocol/inferenceClient';
import { buffersOf } from '../protocol/modelFolder';
import type { InspectCommand } from './commandLine';
import { locateModel, type Places } from './modelLocation';
import { printable } from './weightBars';

export interface Inspection {
  readonly output: string;
  /** Set where no block can be shown: the output tells why for each, this ends the command. */
  readonly refusal: HeadlightError | undefined;
}

/** The attention blocks of a model, as text for the terminal or as `headlight.inspect/1`. Throws HeadlightError. */
export async function inspect(
  command: InspectCommand,
  client: InferenceClient,
  places: Places,
): Promise<Inspection> {
  const files = await locateModel(command.model, places).load();
  const answer = await client.ask.inspect({ files }, { transfer: buffersOf(files) });
  const output = command.json
    ? `${JSON.stringify({ schema: 'headlight.inspect/1', model: files.name, path: files.path, ...plain(answer) })}\n`
    : listing(answer);
  return { output, refusal: refusalOf(files.path, answer) };
}

function refusalOf(path: string, { blocks, refused }: InspectAnswer): HeadlightError | undefined {
  if (blocks.length > 0) return undefined;
  const [first] = refused;
  return first
    ? new HeadlightError('model-refused', { path, ...first })
    : new HeadlightError('model-no-attention', { path, reason: because('no-block') });
}

/** The same with `null` for what the graph does not say: JSON has no `undefined`. */
function plain({ engine, weightBytes, graphs, blocks, refused }: InspectAnswer): object {
  return {
    engine,
    weightBytes,
    inputs: graphs[0]?.inputs ?? [],
    graphs,
    blocks: blocks.map((block) => ({
      ...block,
      heads: block.heads ?? null,
      keyValueHeads: block.keyValueHeads ?? null,
      headSize: block.headSize ?? null,
      scale: block.scale ?? null,
    })),
    refused: refused.map(({ node, reason }) => ({ node, reason: reasonSentence(reason) })),
  };
}

function listing({ engine, weightBytes, graphs, blocks, refused }: InspectAnswer): string {
  const lines = [
    `Engine: ${engine}; weights: ${(weightBytes / 1e6).toFixed(1)} MB in memory`,
    ...graphs.flatMap(({ path, inputs, reads, blocks: own }, index) => {
      const before = graphs.slice(0, index).reduce((sum, graph) => sum + graph.blocks, 0);
      const named = inputs.map(({ name, type, shape }) => `${name} ${type}[${shape.join(', ')}]`);
      return [
        `${path}: ${count(own, 'attention block')}`,
        `Inputs: ${named.join(', ')}`,
        ...(reads === 'text' ? [] : [otherInput[reads]]),
        ...blocks.slice(before, before + own).flatMap((block, at) => blockLines(block, before + at)),
      ];
    }),
    ...refused.map(({ node, reason }) => `refused ${node}: ${reasonSentence(reason)}`),
  ];
  return lines
    .map((line) => `${printable(line)}\n`)
    .join('')
    .replace(/^ (?=\S)/gm, '  ');
}

const otherInput = {
  image: 'It reads images. Headlight explains models that read text.',
  audio: 'It reads sound. Headlight explains models that read text.',
};

function blockLines(block: BlockAnswer, index: number): string[] {
  const { layer, kind, heads, keyValueHeads, headSize, scale, bias, taps } = block;
  const grouped =
    keyValueHeads !== undefined && keyValueHeads !== heads ? ` (${keyValueHeads} for keys)` : '';
  const steps = bias.length > 0 ? bias.join(', ') : 'nothing but the product';
  return [
    `block ${index}: layer ${layer}, ${kind}, heads ${heads ?? 'known in a run'}${grouped}, head size ${headSize ?? 'known in a run'}, scale ${scale ?? 'known in a run'}`,
    ` scores: ${steps}`,
    ` taps: ${Object.entries(taps)
      .map(([role, tensor]) => `${role} ${tensor}`)
      .join(', ')}`,
  ];
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
