import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { headlessForTests, type Explained } from './headlessForTests';

const { file, run } = headlessForTests();

beforeAll(() => {
  writeFileSync(file('text.txt'), 'The lamp went out because it had no oil.\n');
});

describe('inspect', () => {
  it('lists both graphs of an encoder–decoder', async () => {
    const { status, stdout } = await run(['inspect', 'headlight-translator']);
    expect(status).toBe(0);
    const [encoder = '', decoder = ''] = stdout.split(/^(?=.*decoder_model\.onnx)/m);
    expect(encoder).toMatch(/encoder_model\.onnx: \d attention blocks\nInputs: input_ids/);
    expect(encoder).not.toMatch(/, cross,/);
    expect(decoder).toMatch(/^block \d+: layer 0, cross, heads 8/m);
    expect(decoder).toMatch(/^block \d+: layer 0, causal, heads 8/m);
  });
});

describe('explain with a translator', () => {
  const word = (name: string, ...more: string[]): string[] => [
    ...['explain', file('love.txt'), '--word', name, '--scope', 'sentence'],
    ...['--model', 'headlight-translator', ...more],
  ];
  beforeAll(() => {
    writeFileSync(file('love.txt'), 'So. I love cats. They sleep.');
  });

  it('writes the translation and asks what of it attends to a word', async () => {
    const { status, stdout, stderr } = await run(word('cats', '--json'));
    expect([status, stderr]).toEqual([0, '']);
    // SAFETY: what is in it is asserted below.
    const answer = JSON.parse(stdout) as Explained;
    const { target, tokens } = answer;
    expect(answer).toMatchObject({ kind: 'cross', side: 'source', direction: 'attendedBy' });
    expect(answer.text).toBe('I love cats.');
    expect(target.tokens[0]).toMatchObject({ special: true, start: 0, end: 0 });
    expect(target.tokens.map(({ start, end }) => target.text.slice(start, end)).join('')).toBe(target.text);
    for (const [index, { kind, heads }] of answer.blocks.entries()) {
      const rows = answer.weights[index] ?? [];
      expect(rows).toHaveLength(heads);
      const expected = { cross: target.tokens.length, self: tokens.length, causal: 0 }[kind];
      expect(rows.every((row) => row.length === expected)).toBe(true);
    }
  });

  it('asks about a word of the translation', async () => {
    const { stdout: plain } = await run(word('cats'));
    const [, translation = ''] = /^Translation: (.+)\n“cats” at line 1, column 12, /.exec(plain) ?? [];
    const target = translation.slice(0, 1);
    const { status, stdout } = await run(word('cats', '--target', target, '--kind', 'cross', '--beams', '1'));
    expect(status).toBe(0);
    expect(stdout).toContain(`“${target}” in the translation, mean over layers, mean over heads`);
    expect(stdout).toMatch(/█ (I|love|cats|\.)$/m);
  });

  it('says where a kind of attention is about the other text', async () => {
    expect(await run(word('cats', '--kind', 'causal'))).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/about the translation.*--target/) as string,
    });
    expect(await run(word('cats', '--kind', 'self', '--target', '我'))).toMatchObject({ status: 2 });
  });
});

describe('predict', () => {
  interface Predicted {
    predicts: string;
    places: {
      start: number;
      end: number;
      predictions: { text: string; probability: number }[];
      original: { text: string; rank: number } | null;
    }[];
  }

  it('puts words in the place of a masked one', async () => {
    const args = ['predict', file('text.txt'), '--word', 'lamp', '--count', '4'];
    const { status, stdout } = await run([...args, '--json']);
    expect(status).toBe(0);
    // SAFETY: what is in it is asserted below.
    const { predicts, places } = JSON.parse(stdout) as Predicted;
    const text = readFileSync(file('text.txt'), 'utf8');
    expect(predicts).toBe('masked');
    expect(places.map(({ start, end }) => text.slice(start, end))).toEqual(['lamp']);
    expect(places[0]?.original).toMatchObject({ text: 'lamp' });
    const probabilities = places[0]?.predictions.map(({ probability }) => probability) ?? [];
    expect(probabilities).toHaveLength(4);
    expect(probabilities).toEqual([...probabilities].sort((a, b) => b - a));
    const listing = await run(args);
    expect(listing.stdout).toMatch(/^In the word’s place, by headlight-encoder:\n {2}0\.\d{3} █+ \S+\n/);
    expect(listing.stdout).toMatch(/The text has “lamp”: probability .*, rank \d+\n$/);
  });

  it('names what a decoder writes next', async () => {
    const model = ['--model', 'headlight-decoder'];
    const { status, stdout } = await run(['predict', file('text.txt'), '--word', 'lamp', ...model, '--json']);
    expect(status).toBe(0);
    // SAFETY: what is in it is asserted below.
    const { predicts, places } = JSON.parse(stdout) as Predicted;
    expect(predicts).toBe('next');
    expect(places).toHaveLength(1);
    // What stands after the word was kept from the model.
    expect(places[0]?.original).toBeNull();
    expect(places[0]?.predictions).toHaveLength(5);
  });

  it('refuses a model that predicts nothing', async () => {
    const { status, stderr } = await run([
      ...['predict', file('text.txt'), '--word', 'lamp', '--model', 'headlight-translator'],
    ]);
    expect([status, stderr]).toEqual([1, expect.stringMatching(/predicts neither/)]);
  });
});
