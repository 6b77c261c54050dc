import { afterAll, beforeAll, test } from 'vitest';
import fs from 'node:fs';
import { Workbench } from './harness/workbench';
let w: Workbench;
beforeAll(async () => { w = await Workbench.start({ version: 'oldest', files: { 'a.txt': 'x' } }); });
afterAll(async () => w.stop());
test('m', async () => {
  await w.editor.open('a.txt');
  await w.useTheme('light').catch(() => undefined);
  const root = (w as unknown as { profile: { root: string } }).profile.root;
  fs.cpSync(root, '/work/tmp/wb/prof', { recursive: true });
});
