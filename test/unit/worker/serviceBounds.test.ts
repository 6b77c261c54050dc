import { beforeAll, describe, expect, it } from 'vitest';
import type { InferenceApi, RunAnswer } from '../../../src/protocol/inference';
import type { ModelAnswer } from '../../../src/protocol/models';
import type { Remote } from '../../../src/protocol/rpc';
import { RunStore } from '../../../src/worker/runs/runStore';
import { bundledModel } from './bundledModel';
import { openService } from './openService';

const text = 'The lamp went out because it had no oil.';
const around = { start: text.indexOf('it'), end: text.indexOf('it') + 2 };

describe('the bounds of the inference service', () => {
  let ask: Remote<InferenceApi>;
  let model: ModelAnswer;
  let run: RunAnswer;

  beforeAll(async () => {
    ask = openService(new RunStore({ bytes: 2 ** 28, runs: 4 }));
    model = await ask.open({ files: bundledModel(), threads: 1, memory: 0 });
    run = await ask.run({ model: model.model, text, around });
  }, 60_000);

  it('cuts a text that is too long around the query', async () => {
    const long = 'The cat sat on the mat and looked at the rain. '.repeat(200);
    const word = { start: long.indexOf('rain', 5000), end: long.indexOf('rain', 5000) + 4 };
    const answer = await ask.run({ model: model.model, text: long, around: word });
    expect(answer.cut).toBe(true);
    expect(answer.tokens.length).toBeLessThanOrEqual(512);
    expect(answer.tokens.length).toBeGreaterThan(400);
    expect(answer.analysed.start).toBeLessThanOrEqual(word.start);
    expect(answer.analysed.end).toBeGreaterThanOrEqual(word.end);
    expect(long.slice(answer.analysed.start)).toMatch(/^The cat sat/);
    const token = answer.tokens.find(({ start }) => start === word.start);
    expect(token?.text).toBe('rain');
    await ask.release({ run: answer.run });
  });

  it('refuses what it cannot answer, by name', async () => {
    const row = {
      tokens: [0],
      choice: { kind: 'self', layer: 0, head: 0 },
      direction: 'attendsTo',
      hideSpecial: false,
    } as const;
    await expect(ask.row({ ...row, run: run.run + 1000 })).rejects.toMatchObject({ code: 'run-unknown' });
    await expect(
      ask.row({ ...row, run: run.run, choice: { kind: 'self', layer: 9, head: 0 } }),
    ).rejects.toMatchObject({
      code: 'head-unknown',
      params: { layer: 9, head: 0 },
    });
    await expect(ask.runIds({ model: model.model, ids: [2, 99_999, 3], inputs: {} })).rejects.toMatchObject({
      code: 'ids-out-of-range',
      params: { id: 99_999 },
    });
    await expect(
      ask.runIds({ model: model.model, ids: [2, 3], inputs: { masks: [1] } }),
    ).rejects.toMatchObject({
      code: 'input-unknown',
    });
    await expect(ask.run({ model: model.model + 77, text, around })).rejects.toMatchObject({
      code: 'model-unknown',
    });
    await expect(
      ask.run({ model: model.model, text: '\u200b', around: { start: 0, end: 1 } }),
    ).rejects.toMatchObject({
      code: 'text-no-tokens',
    });
    const all = 'word '.repeat(600);
    await expect(
      ask.run({ model: model.model, text: all, around: { start: 0, end: all.length } }),
    ).rejects.toMatchObject({ code: 'text-query-too-long' });
  });

  it('runs ids as it runs the text that they come from', async () => {
    const ids = run.tokens.map((token) => token.id);
    const answer = await ask.runIds({ model: model.model, ids, inputs: {} });
    const [byText, byIds] = await Promise.all(
      [run.run, answer.run].map((number) => ask.blockWeights({ run: number, block: 3 })),
    );
    expect(byIds).toEqual(byText);
    await ask.release({ run: answer.run });
  });

  it('begins no run that was cancelled while it waited, and is there for the next', async () => {
    const first = ask.run({ model: model.model, text, around });
    const controller = new AbortController();
    const second = ask.run({ model: model.model, text, around }, { signal: controller.signal });
    controller.abort();
    await expect(second).rejects.toMatchObject({ code: 'cancelled' });
    const { run: number } = await first;
    await expect(ask.release({ run: number })).resolves.toBeNull();
  });

  it('forgets the run that was used longest ago, not the one in use', async () => {
    const question = { model: model.model, text: 'a b', around: { start: 0, end: 1 } };
    const row = {
      tokens: [0],
      choice: { kind: 'self', layer: 0, head: 0 },
      direction: 'attendsTo',
      hideSpecial: false,
    } as const;
    const oldest = await ask.run(question);
    for (let count = 0; count < 4; count++) {
      await ask.run(question);
      await ask.row({ ...row, run: run.run });
    }
    await expect(ask.row({ ...row, run: oldest.run })).rejects.toMatchObject({ code: 'run-unknown' });
    await expect(ask.row({ ...row, run: run.run })).resolves.toBeDefined();
  });

  it('tells its stages', async () => {
    const stages: string[] = [];
    const onProgress = (stage: string): void => {
      stages.push(stage);
    };
    await ask.run({ model: model.model, text, around }, { onProgress });
    expect(stages).toEqual(['tokenizing', 'running']);
  });
});
