import { copyFileSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { root, pyTorchCases } from '../worker/bundledModel';
import { headlessForTests, type Explained } from './headlessForTests';

const first = 'The ﬁrst paragraph — café 😀.\r\n\r\n';
const second = 'The lamp went out because it had no oil. She lit it again.';
const shared = process.env.HEADLIGHT_SHARED ?? path.join(root, '..', 'shared');
const { file, folder, run } = headlessForTests();

beforeAll(() => {
  writeFileSync(file('text.txt'), `${first}${second}\n`);
});

describe('explain', () => {
  it('answers with tokens whose spans are ranges of the file, and weights of every head', async () => {
    const { status, stdout, stderr } = await run([
      'explain',
      file('text.txt'),
      '--word',
      'it',
      '--occurrence',
      '2',
      '--json',
    ]);
    expect([status, stderr]).toEqual([0, '']);
    // SAFETY: what is in it is asserted below.
    const answer = JSON.parse(stdout) as Explained;
    expect(answer).toMatchObject({ schema: 'headlight.explain/1', model: 'headlight-encoder', text: second });
    const text = readFileSync(file('text.txt'), 'utf8');
    for (const { start, end, text: piece, special } of answer.tokens) {
      if (!special) expect(text.slice(start, end).toLowerCase()).toBe(piece.replace(/^##/, ''));
    }
    expect(answer.query.map((index) => answer.tokens[index]?.start)).toEqual([text.lastIndexOf('it')]);
    expect(answer.weights).toHaveLength(answer.blocks.length);
    for (const [block, heads] of answer.weights.entries()) {
      expect(heads).toHaveLength(answer.blocks[block]?.heads ?? 0);
      for (const keys of heads) {
        expect(keys).toHaveLength(answer.tokens.length);
        expect(keys.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
      }
    }
    expect(answer.blocks[0]).toMatchObject({ layer: 0, kind: 'self' });
    expect(answer.blocks[0]?.scale).toBeCloseTo(1 / Math.sqrt(32), 6);
    expect(answer.selfCheck.maxAbsError).toBeLessThan(1e-4);
  });

  it('gives the weights that PyTorch computes', async () => {
    const [one] = pyTorchCases();
    writeFileSync(file('case.txt'), one?.text ?? '');
    const { stdout } = await run([
      'explain',
      file('case.txt'),
      '--word',
      'lamp',
      '--scope',
      'document',
      '--json',
    ]);
    // SAFETY: as above.
    const answer = JSON.parse(stdout) as Explained;
    const [layers, heads, length] = one?.shape ?? [0, 0, 0];
    const query = answer.query[0] ?? 0;
    expect(answer.weights.length).toBe(layers);
    for (let layer = 0; layer < layers; layer++) {
      for (let head = 0; head < heads; head++) {
        const from = ((layer * heads + head) * length + query) * length;
        const row = answer.weights[layer]?.[head] ?? [];
        const most = Math.max(
          ...row.map((weight, key) => Math.abs(weight - (one?.weights[from + key] ?? NaN))),
        );
        expect(most).toBeLessThan(1e-4);
      }
    }
  });

  it('prints words with bars, the largest first', async () => {
    const { status, stdout } = await run([
      'explain',
      file('text.txt'),
      '--word',
      'lamp',
      '--layer',
      '1',
      '--head',
      '2',
    ]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^“lamp” at line 3, column 5, layer 1, head 2 of headlight-encoder\n/);
    const weights = [...(stdout.split('Sharpest')[0]?.matchAll(/^ +([01]\.\d{3}) /gm) ?? [])].map((match) =>
      Number(match[1]),
    );
    expect(weights.length).toBeGreaterThan(2);
    expect(weights).toEqual([...weights].sort((a, b) => b - a));
  });

  it('analyses the sentence or the whole document where it is asked to', async () => {
    const text = async (scope: string): Promise<string> => {
      const { stdout } = await run([
        'explain',
        file('text.txt'),
        '--word',
        'lamp',
        '--scope',
        scope,
        '--json',
      ]);
      return (JSON.parse(stdout) as Explained).text;
    };
    expect(await text('sentence')).toBe('The lamp went out because it had no oil.');
    expect(await text('document')).toBe(`${first}${second}`);
  });
});

describe('inspect', () => {
  it('lists the blocks of the bundled model', async () => {
    const { status, stdout } = await run(['inspect', path.join(root, 'models/headlight-encoder'), '--json']);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'headlight.inspect/1',
      refused: [],
      graphs: [{ path: expect.stringMatching(/model\.onnx$/) as string }],
    });
    // SAFETY: the schema is asserted above.
    const { blocks, graphs } = JSON.parse(stdout) as Pick<Explained, 'blocks'> & {
      graphs: { blocks: number }[];
    };
    expect(blocks.map(({ layer }) => layer)).toEqual([...blocks.keys()]);
    expect(
      blocks.every(({ kind, heads, headSize }) => kind === 'self' && heads === 8 && headSize === 32),
    ).toBe(true);
    expect(graphs[0]?.blocks).toBe(blocks.length);
  });

  it.skipIf(!hasShared())('finds a fused operator’s block (needs ../shared)', async () => {
    const { status, stdout } = await run([
      'inspect',
      path.join(shared, 'models/ort/attention_mha.onnx'),
      '--json',
    ]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      blocks: [{ kind: 'self', heads: 2, headSize: 8 }],
      refused: [],
    });
  });

  it('names why a block is refused', async () => {
    const loop = path.join(root, 'test/fixtures/onnx/forms/refused-loop.onnx');
    const { status, stdout, stderr } = await run(['inspect', loop]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/Loop/);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

describe('weights', () => {
  it('writes the same weights for a text and for its ids', async () => {
    const model = path.join(root, 'models/headlight-encoder');
    const { stdout } = await run(['explain', file('text.txt'), '--word', 'lamp', '--json']);
    const ids = (JSON.parse(stdout) as Explained).tokens.map(({ id }) => id);
    const byText = await run(['weights', model, '--text', second, '--npz', file('a.npz')]);
    const byIds = await run(['weights', model, '--ids', ids.join(), '--npz', file('b.npz')]);
    expect([byText.status, byIds.status]).toEqual([0, 0]);
    expect(byText.stdout).toMatch(
      new RegExp(`^block0: layer 0, self, \\[8, ${ids.length}, ${ids.length}\\]$`, 'm'),
    );
    expect(readFileSync(file('a.npz'))).toEqual(readFileSync(file('b.npz')));
  });

  it.skipIf(!hasShared())('runs a decoder on inputs by name (needs ../shared)', async () => {
    const model = path.join(shared, 'models/vespa/random_decoder.onnx');
    const hidden = Array.from({ length: 3 * 8 }, (_, index) => index / 10).join();
    const { status, stdout, stderr } = await run([
      'weights',
      model,
      ...['--ids', '1,2,3,4', '--npz', file('d.npz')],
      ...['--input', `encoder_hidden_states=${hidden}`, '--input', 'encoder_attention_mask=1,1,1'],
    ]);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/cross, \[1, 4, 3\]/);
  });
});

describe('bad input ends with one line and status 1', () => {
  const refused = async (args: readonly string[], message: RegExp): Promise<void> => {
    const { status, stdout, stderr } = await run(args);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).not.toMatch(/at .*\.js:\d+/);
    expect([status, stdout]).toEqual([1, '']);
  };
  const explain = (name: string, ...more: string[]): string[] => [
    'explain',
    file(name),
    '--word',
    'it',
    ...more,
  ];

  it('for a text that cannot be read', async () => {
    await refused(explain('missing.txt'), /There is no file .*missing\.txt/);
    await refused(['explain', folder(), '--word', 'it'], /is a folder/);
    writeFileSync(file('empty.txt'), ' \n');
    await refused(explain('empty.txt'), /no text to explain/);
    writeFileSync(file('binary.bin'), Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 1, 0xff, 0xfe]));
    await refused(explain('binary.bin'), /binary/);
    writeFileSync(file('large.txt'), '');
    truncateSync(file('large.txt'), 50 * 2 ** 20);
    await refused(explain('large.txt'), /has 50 MB/);
  });

  it('for a word, layer or head that is not there', async () => {
    await refused(['explain', file('text.txt'), '--word', 'zebra'], /“zebra” is not in the text/);
    await refused(explain('text.txt', '--occurrence', '9'), /occurrence 9/);
    await refused(explain('text.txt', '--layer', '7'), /no layer 7/);
    await refused(explain('text.txt', '--head', '8'), /head 8/);
  });

  it('for a model that cannot be opened', async () => {
    const model = (name: string): string[] => explain('text.txt', '--model', file(name));
    await refused(model('nowhere'), /There is no ONNX model at .*nowhere/);
    mkdirSync(file('hollow'));
    await refused(model('hollow'), /There is no ONNX model at .*hollow/);
    writeFileSync(file('text.onnx'), 'no model at all');
    await refused(model('text.onnx'), /is not an ONNX model/);
    writeFileSync(file('empty.onnx'), '');
    await refused(model('empty.onnx'), /is not an ONNX model|ends too early/);
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 99\n';
    writeFileSync(file('pointer.onnx'), pointer);
    await refused(model('pointer.onnx'), /Git LFS pointer/);
    const bundled = path.join(root, 'models/headlight-encoder');
    copyFileSync(path.join(bundled, 'onnx/model.onnx'), file('alone.onnx'));
    await refused(model('alone.onnx'), /no tokenizer beside/);
    copyFileSync(file('alone.onnx'), file('shorter.onnx'));
    truncateSync(file('shorter.onnx'), 5_000_000);
    await refused(model('shorter.onnx'), /ends too early/);
    copyFileSync(path.join(bundled, 'onnx/model.onnx'), file('model.onnx'));
    writeFileSync(file('tokenizer.json'), '{"model": {"type": "WordPiece"');
    await refused(model('model.onnx'), /tokenizer .* cannot be read/);
    rmSync(file('tokenizer.json'));
  });

  it('for ids or inputs that the model does not take, and a place that cannot be written', async () => {
    const weights = (...more: string[]): string[] => [
      'weights',
      path.join(root, 'models/headlight-encoder'),
      ...more,
    ];
    await refused(weights('--ids', '2,99999', '--npz', file('x.npz')), /Token 99999 is outside/);
    await refused(
      weights('--ids', '2,3', '--input', 'nothing=1', '--npz', file('x.npz')),
      /no input “nothing”/,
    );
    await refused(
      weights('--ids', '2,3', '--input', 'attention_mask=1,1,1', '--npz', file('x.npz')),
      /takes \d values here, but \d were given/,
    );
    await refused(weights('--ids', '2,3', '--npz', file('missing/x.npz')), /cannot be written/);
    await refused(
      weights('--text', 'word '.repeat(600), '--npz', file('x.npz')),
      /longer than the 512 tokens/,
    );
  });
});

describe('wrong usage ends with status 2', () => {
  it('and says where help is', async () => {
    const { status, stdout, stderr } = await run(['explain']);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/--word.*--help/);
    expect(await run(['--help'])).toMatchObject({ status: 0, stderr: '' });
  });
});

function hasShared(): boolean {
  try {
    return readFileSync(path.join(shared, 'models/README.md')).length > 0;
  } catch {
    return false;
  }
}
