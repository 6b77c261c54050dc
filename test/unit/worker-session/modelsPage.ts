import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { expect } from 'vitest';
import { readModel } from '../../../src/core/onnx/file/readModel';
import { WireReader } from '../../../src/core/onnx/file/wire';

const page = join(import.meta.dirname, '../../../docs/models.md');

/** The parts of docs/models.md; each is the matter of one test file. */
export type Part = 'As exported' | 'Fused operators' | 'Quantised and float16' | 'Caches';

/** One model of the page. */
export interface ModelRow {
  readonly model: string;
  readonly exporter: string;
  readonly opset: number;
  readonly form: string;
  /** Kinds of blocks, heads and their size; `''` where the model is refused. */
  readonly blocks: string;
  /** The largest error that was measured, or why the model is refused. */
  readonly result: number | string;
  /** What the error must be below in any case; 1e-5 if nothing is said. */
  readonly limit?: number;
}

/** The model of attention that is nobody's but the test's. */
export const byHand = 'written by hand';
const heading = ['Model', 'Exporter', 'Operator set', 'Form', 'Blocks', 'Heads × size', 'Largest error'];

/**
 * Compares what was measured with a part of docs/models.md, or rewrites it with HEADLIGHT_WRITE_MODELS=1. An error is written
 * as a bound with some room, since the last digits are the machine's: it must hold here too, all else must be the same.
 */
export async function checkPart(part: Part, measured: readonly ModelRow[]): Promise<void> {
  const rows = measured.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  if (process.env.HEADLIGHT_WRITE_MODELS === '1') await rewrite(part, rows);
  const committed = tableOf(part);
  expect(committed.map((cells) => cells.slice(0, -1))).toEqual(rows.map(fixedCells));
  for (const [index, { model, form, result }] of rows.entries()) {
    const written = committed[index]?.at(-1) ?? '';
    if (typeof result === 'string') expect(written).toBe(result);
    else expect(result, `${model}, ${form}`).toBeLessThanOrEqual(Number(written.replace('≤ ', '')));
  }
}

/** By model, what is written by hand last; then by form, operator set and exporter. */
function orderOf({ model, form, opset, exporter }: ModelRow): string {
  return [model === byHand ? 1 : 0, model.toLowerCase(), form, String(opset).padStart(2), exporter].join(
    '\n',
  );
}

function fixedCells({ model, exporter, opset, form, blocks }: ModelRow): readonly string[] {
  const [kinds = '', heads = ''] = blocks.split('; ');
  return [model, exporter, String(opset), form, kinds, heads];
}

/** The cells of a part's table as they are committed. */
function tableOf(part: Part): readonly (readonly string[])[] {
  const text = existsSync(page) ? readFileSync(page, 'utf8') : '';
  const lines = (text.split(`\n## ${part}\n`)[1]?.split('\n## ')[0] ?? '').split('\n');
  const table = lines.filter((line) => line.startsWith('|'));
  return table.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

async function rewrite(part: Part, rows: readonly ModelRow[]): Promise<void> {
  const before = readFileSync(page, 'utf8');
  const [top = '', rest = ''] = before.split(`\n## ${part}\n`);
  const [own = '', ...others] = rest.split('\n## ');
  const prose = own.split('\n').filter((line) => !line.startsWith('|'));
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const table = [
    line(heading),
    line(heading.map(() => '---')),
    ...rows.map((row) =>
      line([...fixedCells(row), typeof row.result === 'string' ? row.result : bound(row.result, row.limit)]),
    ),
  ];
  const section = `\n## ${part}\n${prose.join('\n').trimEnd()}\n\n${table.join('\n')}\n`;
  const text = [`${top}${section}`, ...others].join('\n## ');
  const options = await resolveConfig(page);
  writeFileSync(page, await format(text, { ...options, filepath: page }));
}

/** At least twice the error where the limit allows, as 1, 2 or 5 times a power of ten, and not below 1e-6, where rounding decides. */
function bound(error: number, limit = 1e-5): string {
  const wanted = Math.max(1e-6, 2 * error);
  const power = Math.floor(Math.log10(wanted));
  const step = [1, 2, 5, 10].find((each) => each * 10 ** power >= wanted * (1 - 1e-9)) ?? 10;
  return `≤ ${Math.min(limit, Number((step * 10 ** power).toPrecision(1))).toExponential()}`;
}

/** What the page says of a block. */
export interface Sizes {
  readonly kind: string;
  readonly heads: number | undefined;
  readonly keyValueHeads: number | undefined;
  readonly headSize: number | undefined;
}

/** “2 self, 2 causal; 4 (2) × 8”: how many blocks of each kind, then heads, those of the keys where they differ, and their size. */
export function blocksOf(blocks: readonly Sizes[]): string {
  const kinds = new Map<string, number>();
  for (const kind of ['self', 'causal', 'cross']) kinds.set(kind, 0);
  for (const { kind } of blocks) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const sizes = blocks.map(({ heads, keyValueHeads, headSize }) =>
    keyValueHeads === undefined || keyValueHeads === heads
      ? `${heads} × ${headSize}`
      : `${heads} (${keyValueHeads}) × ${headSize}`,
  );
  const counted = [...kinds].flatMap(([kind, count]) => (count === 0 ? [] : [`${count} ${kind}`])).join(', ');
  return `${counted}; ${[...new Set(sizes)].join(', ')}`;
}

/** The row of a model that another tool has changed after its export; `result` as in `ModelRow`. */
export function changedRow(
  name: string,
  file: Uint8Array,
  form: string,
  blocks: readonly Sizes[],
  result: number | string,
): ModelRow {
  const producer = producerOf(file);
  return {
    model: namedModel(name).model,
    exporter: producer === '' ? byHand : producer,
    opset: readModel(name, file).opsets.get('') ?? 0,
    form,
    blocks: blocks.length === 0 ? '' : blocksOf(blocks),
    result,
  };
}

/** Who wrote a file, by onnx.proto's `ModelProto.producer_name` and `producer_version`. */
export function producerOf(model: Uint8Array): string {
  const reader = new WireReader(model);
  let [name, version] = ['', ''];
  while (reader.next()) {
    if (reader.field === 2) name = reader.string();
    else if (reader.field === 3) version = reader.string();
    else reader.skip();
  }
  return name === 'pytorch' ? `PyTorch ${version.split('+')[0] ?? ''}` : `${name} ${version}`.trim();
}

const titles: readonly (readonly [string, string])[] = [
  ['albert', 'ALBERT'],
  ['bart', 'BART'],
  ['bert', 'BERT'],
  ['bloom', 'BLOOM'],
  ['cohere', 'Cohere'],
  ['cohere2', 'Cohere 2'],
  ['deberta-v2', 'DeBERTa-v2'],
  ['distilbert', 'DistilBERT'],
  ['electra', 'ELECTRA'],
  ['falcon', 'Falcon'],
  ['gemma2', 'Gemma 2'],
  ['gemma3', 'Gemma 3'],
  ['gpt-bigcode', 'GPT-BigCode'],
  ['gpt-neox', 'GPT-NeoX'],
  ['gpt-neo', 'GPT-Neo'],
  ['gpt2', 'GPT-2'],
  ['gptj', 'GPT-J'],
  ['llama', 'LLaMA'],
  ['marian', 'Marian'],
  ['mha', '`nn.MultiheadAttention`'],
  ['mistral', 'Mistral'],
  ['modernbert', 'ModernBERT'],
  ['mpnet', 'MPNet'],
  ['olmo2', 'OLMo 2'],
  ['opt', 'OPT'],
  ['phi3', 'Phi-3'],
  ['phi', 'Phi'],
  ['qwen2', 'Qwen2'],
  ['qwen3', 'Qwen3'],
  ['roberta', 'RoBERTa'],
  ['stablelm', 'StableLM'],
  ['t5', 'T5'],
  ['torch-encoder', '`nn.TransformerEncoder`'],
  ['vit', 'ViT'],
  ['whisper', 'Whisper'],
  ['xlnet', 'XLNet'],
];

/** A fixture's name as its architecture, by its own name, and the rest of its words. */
export function namedModel(name: string): { readonly model: string; readonly words: readonly string[] } {
  const [prefix, model] = titles.find(([each]) => name === each || name.startsWith(`${each}-`)) ?? ['', ''];
  const words = name.slice(prefix.length).split('-').filter(Boolean);
  return { model, words };
}
