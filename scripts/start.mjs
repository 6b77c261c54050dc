/**
 * `npm start`: from a fresh clone to the sample text with Headlight installed, in the user's VS Code or, where there is
 * none, in the VS Code of the browser.
 */
import fs from 'node:fs';
import path from 'node:path';
import { installDependencies } from './setup/dependencies.mjs';
import { findProgram } from './setup/findProgram.mjs';
import { cache, root, vsix } from './setup/paths.mjs';
import { endChildrenOnExit, run, runOrThrow } from './setup/process.mjs';
import { provideWorkbench } from './workbench/install.mjs';
import { createProfile, installExtension, startServer } from './workbench/server.mjs';
import { whyNoWorkbench } from './workbench/versions.mjs';

endChildrenOnExit();
try {
  await start();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

async function start() {
  await installDependencies();
  const packing = await run(process.execPath, [path.join(root, 'scripts', 'package.mjs')], { seconds: 400 });
  if (packing.code !== 0) process.exit(1);

  const sample = copySample();
  const code = findProgram(['code', 'code-insiders', 'codium']);
  if (code !== undefined) await openInDesktop(code, sample);
  else await openInBrowser(sample);
}

/** A copy of the sample in a folder of its own, so that trying things out changes no file of the repository. */
function copySample() {
  const workspace = path.join(cache, 'start', 'workspace');
  fs.mkdirSync(workspace, { recursive: true });
  const sample = path.join(workspace, 'sample.txt');
  if (!fs.existsSync(sample)) fs.copyFileSync(path.join(root, 'media', 'sample.txt'), sample);
  return sample;
}

/**
 * @param {string} code
 * @param {string} sample
 */
async function openInDesktop(code, sample) {
  console.log(`Installing Headlight in ${path.basename(code)} …`);
  await runOrThrow(code, ['--install-extension', vsix, '--force'], { seconds: 120 });
  await runOrThrow(code, [sample], { seconds: 120 });
  console.log('The sample text is open. Put the caret on a word and run “Headlight: Explain Attention”.');
}

/** @param {string} sample */
async function openInBrowser(sample) {
  const reason = whyNoWorkbench();
  if (reason !== undefined) {
    throw new Error(
      `There is no “code” on the PATH, and the browser workbench cannot run here: ${reason}.\n` +
        `Install VS Code, or install ${vsix} in it by “Extensions: Install from VSIX…”.`,
    );
  }
  const profile = createProfile(await provideWorkbench('newest'), path.join(cache, 'start', 'profile'));
  await installExtension(profile, vsix);
  const server = await startServer(profile);
  process.on('exit', () => void server.stop());

  const query = new URLSearchParams({
    folder: path.dirname(sample),
    payload: JSON.stringify([['openFile', `vscode-remote://${new URL(server.url).host}${sample}`]]),
  });
  console.log(`
VS Code runs in the browser with Headlight installed. Open

  ${server.url}/?${query}

put the caret on a word and run “Headlight: Explain Attention” (F1). Ctrl+C ends it.`);
  // The signals' handlers exit only; the server must be gone first.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.removeAllListeners(signal);
    process.once(signal, () => {
      void server.stop().then(() => process.exit(0));
    });
  }
}
