import fs from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { explainHeadless, rowOf } from '../harness/explained';
import { expectHighlights } from '../harness/highlights';
import type { Workbench } from '../harness/workbench';
import { english } from '../texts';

const megabyte = 1 << 20;
const bundled = 'headlight-encoder';

/** Files that a user might open and models that a user might name; each ends in one sentence, and what follows works. */
export function describeBadInput(workbench: () => Workbench): void {
  describe('bad input', () => {
    afterEach(async () => {
      const { editor, notifications } = workbench();
      await notifications.clear();
      await editor.closeAll();
    });

    async function complaint(containing: string | RegExp): Promise<void> {
      const { notifications, palette } = workbench();
      await palette.run('Headlight: Explain Attention');
      const text = await notifications.waitFor(containing);
      expect(text).not.toMatch(/\n\s+at |Error:|undefined|\{\w+\}/);
    }

    test('an empty document', async () => {
      fs.writeFileSync(path.join(workbench().workspace, 'empty.txt'), '');
      await workbench().editor.open('empty.txt');
      await complaint('There is no text to explain here');
      await workbench().screenshot('error-dark');
    });

    test('a caret in white space', async () => {
      const { editor, workspace } = workbench();
      fs.writeFileSync(path.join(workspace, 'blank.txt'), 'Some words.\n\n      \n\nMore words.\n');
      await editor.open('blank.txt');
      await editor.press('Control+Home');
      for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowRight']) await editor.press(key);
      await complaint('There is no word at the caret');
    });

    test('a binary file that VS Code takes for a text', async () => {
      const { editor, workspace } = workbench();
      fs.writeFileSync(path.join(workspace, 'binary.txt'), `word ${'\u0001\u0002\u007f\u0003'.repeat(500)}`);
      await editor.open('binary.txt');
      await editor.press('Control+Home');
      await complaint('This looks like a binary file');
    });

    test('a binary file that VS Code does not open', async () => {
      const { editor, workspace } = workbench();
      fs.writeFileSync(path.join(workspace, 'zeros.dat'), new Uint8Array(4096));
      await editor.openTab('zeros.dat');
      await complaint('without handing it to extensions');
    });

    test('a file of more than 50 MB', async () => {
      const { editor, workspace } = workbench();
      const line = `${english}\n`;
      const large = line.repeat(Math.ceil((52 * megabyte) / line.length));
      fs.writeFileSync(path.join(workspace, 'large.txt'), large);
      await editor.open('large.txt');
      await editor.clickWord('street');
      await complaint('VS Code opens this file without handing it to extensions');
    });

    test('a file of 20 MB, which VS Code does hand over', async () => {
      const { editor, palette, workspace } = workbench();
      const line = `${english}\n\n`;
      fs.writeFileSync(
        path.join(workspace, 'big.txt'),
        line.repeat(Math.ceil((20 * megabyte) / line.length)),
      );
      await editor.open('big.txt');
      await editor.clickWord('it');
      await palette.run('Headlight: Explain Attention');
      const it = await explainHeadless(english, 'it');
      await expectHighlights(editor, it, rowOf(it, 'mean'), 'dark');
    });

    test('a selection that is longer than the model takes', async () => {
      const { editor, workspace } = workbench();
      fs.writeFileSync(path.join(workspace, 'long.txt'), `${english} `.repeat(200));
      await editor.open('long.txt');
      await editor.press('Control+a');
      await complaint('The chosen text is longer than the');
    });

    test('a file that is deleted meanwhile', async () => {
      const { editor, palette, workspace } = workbench();
      const file = path.join(workspace, 'deleted.txt');
      fs.writeFileSync(file, english);
      await editor.open('deleted.txt');
      await editor.clickWord('it');
      fs.rmSync(file);
      await palette.run('Headlight: Explain Attention');
      const it = await explainHeadless(english, 'it');
      await expectHighlights(editor, it, rowOf(it, 'mean'), 'dark');
    });

    test.each<[string, (onnx: Buffer) => Buffer | undefined, string]>([
      ['that is missing', () => undefined, 'There is no ONNX model at'],
      ['that ends too early', (onnx) => onnx.subarray(0, onnx.length / 2), 'ends too early'],
      ['that is a Git LFS pointer', () => Buffer.from(pointer), 'is a Git LFS pointer'],
      ['that is not ONNX', () => Buffer.from('{"no": "model"}'), 'is not an ONNX model'],
      ['without attention', () => Buffer.from(identityModel), 'No attention was found'],
    ])('a model %s', async (title, made, message) => {
      const { editor, workspace } = workbench();
      const folder = path.join(workspace, `model ${title}`);
      fs.cpSync(path.join('models', bundled), folder, { recursive: true });
      const onnx = path.join(folder, 'onnx', 'model.onnx');
      const content = made(fs.readFileSync(onnx));
      if (content) fs.writeFileSync(onnx, content);
      else fs.rmSync(onnx);
      await workbench().changeSettings({ 'headlight.model': folder });
      await editor.open('english.txt');
      await editor.clickWord('it');
      await complaint(message);
      await workbench().changeSettings({ 'headlight.model': bundled });
      fs.rmSync(folder, { recursive: true });
    });

    test('works again after all that', async () => {
      const { editor, palette } = workbench();
      await editor.open('english.txt');
      await editor.clickWord('it');
      await palette.run('Headlight: Explain Attention');
      const it = await explainHeadless(english, 'it');
      await expectHighlights(editor, it, rowOf(it, 'mean'), 'dark');
    });
  });
}

const pointer = `version https://git-lfs.github.com/spec/v1
oid sha256:${'0'.repeat(64)}
size 12345678
`;

/**
 * A ModelProto by the wire format of onnx.proto: ir_version 8, a graph with one Identity node from `x` to `y`, both
 * float `[1]`, and opset 13.
 */
const identityModel = new Uint8Array([
  ...[0x08, 0x08],
  ...field(7, [
    ...field(1, [...field(1, text('x')), ...field(2, text('y')), ...field(4, text('Identity'))]),
    ...field(2, text('g')),
    ...field(11, valueInfo('x')),
    ...field(12, valueInfo('y')),
  ]),
  ...field(8, [0x10, 13]),
]);

/** A length-delimited field. */
function field(number: number, content: readonly number[]): number[] {
  return [(number << 3) | 2, content.length, ...content];
}

function text(value: string): number[] {
  return [...Buffer.from(value)];
}

function valueInfo(name: string): number[] {
  const shape = field(2, field(1, [0x08, 1]));
  return [...field(1, text(name)), ...field(2, field(1, [0x08, 1, ...shape]))];
}
