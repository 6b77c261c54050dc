import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { firstTimes, HubServer } from '../../hub/hubServer';
import { eventually } from '../harness/eventually';
import { explainHeadless, rowOf } from '../harness/explained';
import { bundledModel } from '../harness/headless';
import { expectHighlights } from '../harness/highlights';
import type { Workbench } from '../harness/workbench';
import { english } from '../texts';

/** A published model stands in: the bundled encoder, as a repository and as a folder of the workspace. */
const source = bundledModel('headlight-encoder');
const beside = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'README.md'];
const read = (name: string): Buffer => fs.readFileSync(path.join(source, name));

/** Models that are not bundled: opened from the workspace, and downloaded from a hub on the loopback address. */
export function describeGettingModels(workbench: () => Workbench): void {
  describe('getting models', () => {
    let hub: HubServer;
    const weights = read('onnx/model.onnx');

    beforeAll(async () => {
      const files = {
        ...Object.fromEntries(beside.map((name) => [name, read(name)])),
        'onnx/model.onnx': weights,
        'onnx/model_quantized.onnx': weights,
      };
      hub = await HubServer.start({ 'team/tiny-bert': { files } });
      const { workspace } = workbench();
      for (const [name, bytes] of Object.entries(files)) write(workspace, `published/${name}`, bytes);
      write(workspace, 'bare/model.onnx', weights);
      write(workspace, 'empty/config.json', Buffer.from('{}'));
      write(workspace, 'ids.txt', Buffer.from('2 45 67 89 3\n'));
      await workbench().changeSettings({ 'headlight.hub.endpoint': hub.endpoint });
    });

    afterAll(async () => {
      await hub.stop();
      await workbench().changeSettings({ 'headlight.hub.endpoint': undefined });
    });

    /** What is shown is explained anew with a model that is chosen: then it can be asked for the word. */
    const explain = async (name: string): Promise<void> => {
      const { editor, palette, statusBar } = workbench();
      await statusBar.waitFor(name);
      await editor.open('english.txt');
      await editor.clickWord('it');
      await palette.run('Headlight: Explain Attention');
      const it = await explainHeadless(english, 'it');
      await expectHighlights(editor, it, rowOf(it, 'mean'), 'dark');
    };

    test('opens one of several models of the workspace, and explains with it', async () => {
      const { editor, palette, statusBar } = workbench();
      await editor.open('english.txt');
      await editor.clickWord('tired');
      await palette.run('Headlight: Explain Attention');
      await statusBar.waitFor('headlight-encoder ·');
      await palette.run('Headlight: Open Model');
      const rows = await eventually(
        () => palette.rows(),
        (found) => found.some((row) => row.includes('published/onnx/model_quantized.onnx')),
      );
      expect(rows.find((row) => row.includes('model_quantized'))).toMatch(/int8 · 9\.67\sMB/);
      await workbench().screenshot('open-model-dark');
      await palette.pick('published/onnx/model.onnx');
      await explain('published ·');
    });

    test('says that a typed folder has no model', async () => {
      const { palette, notifications } = workbench();
      await palette.run('Headlight: Open Model');
      await palette.answer('type the path', 'empty');
      await notifications.waitFor('There is no ONNX file in');
      await notifications.clear();
    });

    test('asks for the tokenizer that a model does not have, and reads token ids when told to', async () => {
      const { editor, notifications, palette, statusBar } = workbench();
      await palette.run('Headlight: Open Model');
      await palette.answer('type the path', 'bare');
      await eventually(
        () => palette.rows(),
        (rows) => rows.some((row) => row.includes('Read the text as token ids')),
      );
      await workbench().screenshot('tokenizer-dark');
      await palette.pick('Read the text as token ids');
      // The text that is shown has none.
      await notifications.waitFor('The tokenizer of “bare” finds no token');
      await notifications.clear();
      await editor.open('ids.txt');
      await editor.clickWord('67');
      await palette.run('Headlight: Explain Attention');
      await statusBar.waitFor('bare ·');
      await editor.waitForMarks('some');
    });

    test('downloads the chosen form of a model, although the connection is cut once', async () => {
      const { palette } = workbench();
      hub.fault = firstTimes(1, /storage/, (response) => {
        response.setHeader('Content-Length', weights.length);
        response.write(weights.subarray(0, 6_000_000), () => response.destroy());
      });
      await palette.run('Headlight: Download Model from Hub');
      await palette.answer('owner/name', `${hub.endpoint}/team/tiny-bert`);
      const rows = await eventually(
        () => palette.rows(),
        (found) => found.some((row) => row.includes('onnx/model.onnx')),
      );
      expect(rows.find((row) => row.includes('model_quantized'))).toMatch(/int8 · 9\.67\sMB · about 22\sMB/);
      await workbench().screenshot('download-dark');
      await palette.pick('onnx/model_quantized.onnx');
      await explain('tiny-bert (int8) ·');
      expect(hub.requests.some((one) => / bytes=[1-9]\d*-$/.test(one))).toBe(true);
      expect(hub.requests.some((one) => one.endsWith('/onnx/model.onnx'))).toBe(false);
    });

    test('opens what is dropped on the panel', async () => {
      const { editor, palette, panel, notifications } = workbench();
      await editor.open('ids.txt');
      await panel.show(palette);
      await panel.dropTab('ids.txt');
      await notifications.waitFor(/There is no ONNX file in .*ids\.txt/);
      await notifications.clear();
    });

    test('says what is wrong with a name', async () => {
      const { palette, notifications } = workbench();
      await palette.run('Headlight: Download Model from Hub');
      await palette.answer('owner/name', 'team/none');
      await notifications.waitFor('There is no public model “team/none”');
      await workbench().screenshot('hub-error-dark');
      await notifications.clear();
    });

    test('deletes a downloaded model from the picker, once that is confirmed', async () => {
      const { palette } = workbench();
      await palette.run('Headlight: Choose Model');
      const listed = (): Promise<readonly string[]> => palette.rows();
      await eventually(listed, (rows) => rows.some((row) => /team\/tiny-bert.*int8.*current/s.test(row)));
      await workbench().screenshot('downloaded-dark');
      await palette.pressButton('team/tiny-bert', 'trash');
      await workbench().answerDialog('Delete');
      await eventually(listed, (rows) => rows.length > 3 && !rows.some((row) => row.includes('tiny-bert')));
      await palette.pick('headlight-encoder');
      await explain('headlight-encoder ·');
    });
  });
}

function write(workspace: string, name: string, bytes: Uint8Array): void {
  const file = path.join(workspace, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, bytes);
}
