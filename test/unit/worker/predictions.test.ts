import { beforeAll, describe, expect, it } from 'vitest';
import { tapModel } from '../../../src/core/onnx/taps/tapModel';
import type { InferenceApi, PredictAnswer, RunAnswer } from '../../../src/protocol/inference';
import type { ModelAnswer } from '../../../src/protocol/models';
import type { Remote } from '../../../src/protocol/rpc';
import { rankOf, topPredictions } from '../../../src/worker/predictions/topPredictions';
import { fillFeeds } from '../../../src/worker/session/fillFeeds';
import { wholeScores } from '../worker-session/wholeScores';
import { bundledModel, readBytes, type BundledName } from './bundledModel';
import { openService } from './openService';

/** The softmax of one row of what the whole file computes for the tokens of a run. */
async function oracle(name: BundledName, { tokens }: RunAnswer, token: number): Promise<number[]> {
  const bytes = readBytes(bundledModel(name).graph.onnx);
  const { inputs } = tapModel(name, bytes);
  const every = { inputs, needed: new Set(inputs.map((input) => input.name)) };
  const scores = await wholeScores(
    bytes,
    fillFeeds(every, { ids: tokens.map(({ id }) => id), inputs: {} }).feeds,
  );
  const width = scores.length / tokens.length;
  const powers = [...scores.subarray(token * width, (token + 1) * width)].map((score) => Math.exp(score));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

type Place = PredictAnswer['places'][number];

async function expectPlace(
  name: BundledName,
  run: RunAnswer,
  place: Place,
  original: number | undefined,
): Promise<void> {
  const shares = await oracle(name, run, place.token);
  const falling = [...shares.keys()].sort((a, b) => (shares[b] ?? 0) - (shares[a] ?? 0));
  expect(place.predictions.map(({ id }) => id)).toEqual(falling.slice(0, place.predictions.length));
  for (const { id, probability } of place.predictions) expect(probability).toBeCloseTo(shares[id] ?? NaN, 5);
  expect(place.original?.id).toBe(original);
  if (original === undefined) return;
  expect(place.original?.rank).toBe(falling.indexOf(original) + 1);
  expect(place.original?.probability).toBeCloseTo(shares[original] ?? NaN, 5);
}

describe('masked words of headlight-encoder', () => {
  const ask = openService();
  let model: ModelAnswer;
  const text = 'The lamp went out because it had no oil, unbelievably. 他去银行取钱。';
  const spanOf = (word: string) => ({ start: text.indexOf(word), end: text.indexOf(word) + word.length });
  const run = (word: string, of: Remote<InferenceApi> = ask): Promise<RunAnswer> =>
    of.run({ model: model.model, text, around: spanOf(word), mask: spanOf(word) });
  const placesOf = ({ tokens }: RunAnswer): number[] =>
    tokens.flatMap((token, index) => (token.text === '[MASK]' ? [index] : []));

  beforeAll(async () => {
    model = await ask.open({ files: bundledModel(), threads: 1, memory: 0 });
  }, 120_000);

  it('are hidden from the model, and keep their place', async () => {
    const plain = await ask.run({ model: model.model, text, around: spanOf('lamp') });
    const masked = await run('lamp');
    const [place = -1] = placesOf(masked);
    expect(placesOf(masked)).toHaveLength(1);
    expect(masked.tokens[place]).toMatchObject({ ...spanOf('lamp'), special: false });
    expect(masked.tokens.map(({ start, end }) => ({ start, end }))).toEqual(
      plain.tokens.map(({ start, end }) => ({ start, end })),
    );
    expect(masked.tokens.filter((token, index) => token.id !== plain.tokens[index]?.id)).toHaveLength(1);
  });

  it.each(['lamp', '银'])('are predicted as the whole file predicts them: %s', async (word) => {
    const plain = await ask.run({ model: model.model, text, around: spanOf(word) });
    const masked = await run(word);
    const tokens = placesOf(masked);
    const { places } = await ask.predict({ run: masked.run, tokens, count: 7 });
    expect(places.map(({ token }) => token)).toEqual(tokens);
    for (const place of places) {
      expect(place.predictions).toHaveLength(7);
      await expectPlace('headlight-encoder', masked, place, plain.tokens[place.token]?.id);
    }
  });

  it('of several tokens are answered place by place, pieces as they read in a text', async () => {
    const masked = await run('unbelievably');
    const tokens = placesOf(masked);
    expect(tokens.length).toBeGreaterThan(1);
    const { places } = await ask.predict({ run: masked.run, tokens, count: 3 });
    expect(places).toHaveLength(tokens.length);
    expect(places.map(({ original }) => original?.text).join('')).toBe('unbelievably');
  });

  it('are not predicted at places that are not masked', async () => {
    const masked = await run('lamp');
    const other = (placesOf(masked)[0] ?? 0) + 1;
    await expect(ask.predict({ run: masked.run, tokens: [other], count: 3 })).rejects.toMatchObject({
      code: 'internal',
    });
  });

  it('need a token to mask', async () => {
    const { model: number } = model;
    const blank = { start: text.indexOf(' '), end: text.indexOf(' ') + 1 };
    await expect(ask.run({ model: number, text, around: spanOf('lamp'), mask: blank })).rejects.toMatchObject(
      { code: 'text-query-no-tokens' },
    );
  });

  it('in the text itself are predicted too, with nothing to compare', async () => {
    const literal = 'The [MASK] went out.';
    const answer = await ask.run({ model: model.model, text: literal, around: { start: 4, end: 10 } });
    const tokens = placesOf(answer);
    const { places } = await ask.predict({ run: answer.run, tokens, count: 2 });
    expect(places).toMatchObject([{ token: tokens[0], original: undefined }]);
  });
});

describe('the next token of headlight-decoder', () => {
  const ask = openService();
  let model: ModelAnswer;
  const text = 'The old woman lit the lamp again';
  beforeAll(async () => {
    model = await ask.open({ files: bundledModel('headlight-decoder'), threads: 1, memory: 0 });
  }, 120_000);

  it('is predicted after each token, as the whole file predicts it', async () => {
    const run = await ask.run({ model: model.model, text, around: { start: 4, end: 7 } });
    const last = run.tokens.length - 1;
    const { places } = await ask.predict({ run: run.run, tokens: [2, last], count: 5 });
    await expectPlace('headlight-decoder', run, { ...places[0] } as Place, run.tokens[3]?.id);
    await expectPlace('headlight-decoder', run, { ...places[1] } as Place, undefined);
    expect(places[0]?.original?.text).toBe(text.slice(run.tokens[3]?.start, run.tokens[3]?.end));
  });

  it('is not that of a mask', async () => {
    const around = { start: 4, end: 7 };
    await expect(ask.run({ model: model.model, text, around, mask: around })).rejects.toMatchObject({
      code: 'model-no-masks',
      params: { model: 'headlight-decoder' },
    });
  });
});

describe('predictions that a model does not make', () => {
  it('are refused: a translator, a model without tokenizer, a tokenizer without a mask', async () => {
    const ask = openService();
    const limits = { threads: 1, memory: 2 ** 30 };
    const around = { start: 0, end: 1 };
    const translator = await ask.open({ files: bundledModel('headlight-translator'), ...limits });
    const run = await ask.run({ model: translator.model, text: 'I love cats.', around });
    await expect(ask.predict({ run: run.run, tokens: [0], count: 1 })).rejects.toMatchObject({
      code: 'model-no-predictions',
    });
    await expect(
      ask.run({ model: translator.model, text: 'I love cats.', around, mask: around }),
    ).rejects.toMatchObject({ code: 'model-no-masks' });

    const bare = await ask.open({ files: { ...bundledModel(), tokenizer: undefined }, ...limits });
    expect(bare.predicts).toBeUndefined();
    const ids = await ask.runIds({ model: bare.model, ids: [2, 5, 3], inputs: {} });
    await expect(ask.predict({ run: ids.run, tokens: [1], count: 1 })).rejects.toMatchObject({
      code: 'model-no-predictions',
    });

    const files = bundledModel();
    const maskless = files.tokenizer?.replaceAll('[MASK]', '[GONE]');
    const config = files.tokenizerConfig?.replaceAll('[MASK]', '[GONE]').replace('mask_token', 'gone_token');
    const other = await ask.open({
      files: { ...files, tokenizer: maskless, tokenizerConfig: config },
      ...limits,
    });
    expect(other.predicts).toBeUndefined();
    await expect(ask.run({ model: other.model, text: 'a lamp', around, mask: around })).rejects.toMatchObject(
      { code: 'tokenizer-no-mask' },
    );
  });
});

describe('the likeliest of a row', () => {
  const scores = Float32Array.from([1, 3, 2, 3, -1000, 900]);

  it('fall, the earlier of equals first, and need no more than there is', () => {
    expect(topPredictions(scores, 4).map(({ id }) => id)).toEqual([5, 1, 3, 2]);
    expect(topPredictions(scores, 20)).toHaveLength(6);
    expect(topPredictions(scores, 1)[0]?.probability).toBeCloseTo(1, 12);
  });

  it('share one whole, also of large scores', () => {
    const sum = topPredictions(scores, 6).reduce((total, { probability }) => total + probability, 0);
    expect(sum).toBeCloseTo(1, 12);
  });

  it('rank a token by how many are likelier', () => {
    expect([
      rankOf(scores, 5).rank,
      rankOf(scores, 1).rank,
      rankOf(scores, 3).rank,
      rankOf(scores, 4).rank,
    ]).toEqual([1, 2, 2, 6]);
  });
});
