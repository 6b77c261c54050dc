import { blockTaps } from '../../src/core/onnx/taps/blockTaps';
import { bytesOf } from '../../src/worker/runs/capture';
import { interleaved, median, ratio } from '../median';
import { bert } from './bertModel';
import type { NamedEngine } from './engines';
import { openBert, type OpenBert } from './openBert';

const bars = { time: 1.1, bytes: 0.1, bytesAt: 2048, rowMs: 16, rowAt: 512 };

/**
 * Tapped ÷ plain inference, the bytes that stay ÷ those of all weights, and the rows computed from them. The run is
 * Headlight's own, with the tensors taken over from the engine and equal ones found; both have one file and one engine.
 */
export async function tapsPart(
  engines: readonly NamedEngine[],
  file: string,
  lengths: readonly number[],
  rounds: number,
  withRows: boolean,
): Promise<void> {
  console.log(
    `\nTapped ÷ plain inference (bar ${bars.time}); Q, K, V, bias ÷ all weights in bytes (bar ${bars.bytes} at ${bars.bytesAt} tokens)`,
  );
  if (withRows)
    console.log(
      `Row: of one head, and of one token in all ${bert.layers * bert.heads} (bar ${bars.rowMs} ms at ${bars.rowAt} tokens)`,
    );
  console.log(
    '\nengine  tokens   tapped ÷ plain   plain ms   bytes ÷ weights        MB   row ms   every head ms',
  );
  for (const { name, engine } of engines) {
    const model = await openBert(engine, file);
    for (const tokens of lengths) {
      const [plain = [], tapped = []] = await interleaved(
        [() => model.runPlain(tokens), () => model.runTapped(tokens)],
        rounds,
      );
      const { kept, share, rows } = await figuresOf(model, tokens);
      const cells = [
        name.padEnd(6),
        String(tokens).padStart(7),
        ratio(tapped, plain).toFixed(3).padStart(16),
        median(plain).toFixed(0).padStart(10),
        share.toFixed(3).padStart(17),
        (kept / 1e6).toFixed(1).padStart(9),
        ...(withRows ? [rows.one.toFixed(3).padStart(8), rows.all.toFixed(2).padStart(15)] : []),
      ];
      console.log(cells.join(' '));
    }
    await model.dispose();
  }
}

async function figuresOf(
  model: OpenBert,
  tokens: number,
): Promise<{ kept: number; share: number; rows: { one: number; all: number } }> {
  const tensors = await model.runTapped(tokens);
  const { bound } = model.bind(tensors, tokens);
  if (bound.length !== bert.layers)
    throw new Error(`${bound.length} of ${bert.layers} layers passed the self-check`);
  const contexts = new Set(
    model.tapped.blocks.flatMap((block) =>
      blockTaps(block).flatMap(({ role, tensor }) => (role === 'context' ? [tensor] : [])),
    ),
  );
  const kept = bytesOf([new Map([...tensors].filter(([name]) => !contexts.has(name)))]);
  const row = new Float32Array(tokens);
  let query = 0;
  const next = (): number => (query = (query + 1) % tokens);
  const oneHead = (): void => {
    bound[query % bert.layers]?.row(query % bert.heads, next(), row);
  };
  const everyHead = (): void => {
    const at = next();
    for (const block of bound) for (let head = 0; head < block.heads; head++) block.row(head, at, row);
  };
  // A row is shorter than the clock is fine.
  const many = 50;
  const [one = [], all = []] = await interleaved(
    [
      () => {
        for (let time = 0; time < many; time++) oneHead();
      },
      everyHead,
    ],
    31,
  );
  const weights = bert.layers * bert.heads * tokens * tokens * 4;
  return { kept, share: kept / weights, rows: { one: median(one) / many, all: median(all) } };
}
