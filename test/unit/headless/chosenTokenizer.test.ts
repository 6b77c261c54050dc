import { copyFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { root } from '../worker/bundledModel';
import { headlessForTests, type Explained } from './headlessForTests';

const { file, run } = headlessForTests();
const bundled = path.join(root, 'models/headlight-encoder');

describe('a model with a tokenizer from elsewhere', () => {
  beforeAll(() => {
    copyFileSync(path.join(bundled, 'onnx/model.onnx'), file('alone.onnx'));
    copyFileSync(path.join(bundled, 'tokenizer.json'), file('mine.json'));
    writeFileSync(file('text.txt'), 'The lamp went out because it had no oil.\n');
    writeFileSync(file('ids.txt'), '101 2050 7\n');
  });

  const explain = (text: string, word: string, tokenizer: string) =>
    run([
      ...['explain', file(text), '--word', word, '--json'],
      ...['--model', file('alone.onnx'), '--tokenizer', tokenizer],
    ]);

  it('reads the text with it', async () => {
    const { status, stdout } = await explain('text.txt', 'lamp', file('mine.json'));
    expect(status).toBe(0);
    // SAFETY: what is in it is asserted here.
    const { tokens, query } = JSON.parse(stdout) as Explained;
    expect(query.map((index) => tokens[index]?.text).join('')).toMatch(/lamp$/);
  });

  it('reads the ids that the text is', async () => {
    const { status, stdout } = await explain('ids.txt', '2050', 'ids');
    expect(status).toBe(0);
    // SAFETY: what is in it is asserted here.
    const { tokens } = JSON.parse(stdout) as Explained;
    expect(tokens.map(({ id, start, end }) => [id, start, end])).toEqual([
      [101, 0, 3],
      [2050, 4, 8],
      [7, 9, 10],
    ]);
  });

  it('says what is wrong with it', async () => {
    expect(await explain('text.txt', 'lamp', file('none.json'))).toMatchObject({ status: 1 });
    const { stderr } = await explain('text.txt', 'lamp', file('text.txt'));
    expect(stderr).toMatch(/text\.txt is no tokenizer that Headlight reads/);
  });
});
