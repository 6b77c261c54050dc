import { describe, expect, it } from 'vitest';
import { packTail } from '../../../src/core/onnx/taps/packTail';
import { tapModel } from '../../../src/core/onnx/taps/tapModel';
import { VocabularyScores } from '../../../src/worker/predictions/vocabularyScores';
import { createSession } from '../../../src/worker/session/createSession';
import { fillFeeds } from '../../../src/worker/session/fillFeeds';
import { fixtureModel, fixtureRuns } from '../core-onnx/onnxFixtures';
import { largestDifference } from './boundRun';
import { engine } from './engineForTests';
import { wholeScores } from './wholeScores';

const wasm = engine();

describe.each([
  'bert-eager-11',
  'bert-sdpa-17',
  'bert-eager-dynamo',
  'gpt2-eager-11',
  'gpt2-sdpa-17',
  'gpt2-eager-dynamo',
  'llama-sdpa-17',
  'gpt-neo-eager-14',
  'gpt-neox-eager-14',
  'opt-eager-14',
  'gemma2-eager-17',
  'bloom-eager-14',
  'bart-sdpa-17',
  'marian-eager-14',
  't5-eager-17',
])('the scores of %s', (name) => {
  it('from the tail alone are those of the whole graph', async () => {
    const bytes = fixtureModel(name);
    const tapped = tapModel(name, bytes, { withTail: true });
    const { tail } = tapped;
    if (!tail) throw new Error('no tail');
    const session = await createSession(wasm, tapped, { model: bytes, external: {} });
    const scores = new VocabularyScores(wasm, name, packTail(tapped.flow, tail, {}));
    for (const question of fixtureRuns(name)) {
      const { feeds } = fillFeeds(tapped, question);
      const whole = await wholeScores(
        bytes,
        fillFeeds({ ...tapped, needed: new Set(tapped.inputs.map((input) => input.name)) }, question).feeds,
      );
      const length = whole.length / 61;
      for (const rows of [[length - 1], [0, length - 1, Math.floor(length / 2)]]) {
        const found = await scores.of(await session.run(feeds, tail.from), rows);
        expect(found.vocabulary).toBe(61);
        const expected = rows.flatMap((row) => [...whole.subarray(row * 61, (row + 1) * 61)]);
        expect(largestDifference(found.scores, expected)).toBeLessThan(1e-4);
      }
    }
    await scores.dispose();
    await session.dispose();
  });

  it('cost no rows that are not asked for', () => {
    const { tail, flow } = tapModel(name, fixtureModel(name), { withTail: true });
    expect(tail?.product?.opType).toBe('MatMul');
    expect(tail?.nodes.length).toBeLessThan(flow.order.length / 2);
  });
});

describe('a model without scores of its vocabulary', () => {
  it.each(['distilbert-eager-17', 'vit-eager-14', 'mha-sdpa-17'])('has no tail: %s', (name) => {
    expect(tapModel(name, fixtureModel(name), { withTail: true }).tail).toBeUndefined();
  });
});
