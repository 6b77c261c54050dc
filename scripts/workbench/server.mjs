/** Profiles and servers of the VS Code workbench in the browser. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { endGroup, runOrThrow } from '../setup/process.mjs';

/** No welcome pages, updates, experiments or network: what a test wants, and a first look at Headlight too. */
const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'telemetry.telemetryLevel': 'off',
  'security.workspace.trust.enabled': false,
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'editor.minimap.enabled': false,
};

/**
 * @typedef {object} Profile
 * @property {string} root folder of all that the workbench writes
 * @property {string} settingsFile the user's settings.json
 * @property {readonly string[]} args
 * @property {NodeJS.ProcessEnv} env
 * @property {import('./install.mjs').Workbench} workbench
 */

/**
 * Makes a folder of settings, extensions and caches, away from the user's own.
 * @param {import('./install.mjs').Workbench} workbench
 * @param {string} root where; made if it is missing
 * @param {Readonly<Record<string, unknown>>} [settings] for a new profile; one that is there keeps its own
 * @returns {Profile}
 */
export function createProfile(workbench, root, settings = {}) {
  const data = path.join(root, 'data');
  const extensions = path.join(root, 'extensions');
  const settingsFile = path.join(data, 'User', 'settings.json');
  fs.mkdirSync(path.dirname(settingsFile), { recursive: true });
  fs.mkdirSync(extensions, { recursive: true });
  const config = path.join(root, 'config.yaml');
  fs.writeFileSync(config, 'bind-addr: 127.0.0.1:0\nauth: none\ncert: false\n');
  const xdg = path.join(root, 'xdg');
  const env = {
    ...process.env,
    PATH: `${path.dirname(workbench.node)}${path.delimiter}${process.env.PATH ?? ''}`,
    HOME: root,
    XDG_CONFIG_HOME: xdg,
    XDG_DATA_HOME: xdg,
    XDG_CACHE_HOME: xdg,
    // No address of a gallery: the workbench asks the network for nothing.
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
  };
  delete env.VSCODE_IPC_HOOK_CLI;
  const args = ['--config', config, '--user-data-dir', data, '--extensions-dir', extensions];
  if (!fs.existsSync(settingsFile)) {
    fs.writeFileSync(settingsFile, JSON.stringify({ ...quietSettings, ...settings }, null, 2));
  }
  return { root, settingsFile, args, env, workbench };
}

/**
 * Installs a packaged extension into a profile.
 * @param {Profile} profile
 * @param {string} vsix
 */
export async function installExtension(profile, vsix) {
  const { node, entry } = profile.workbench;
  await runOrThrow(node, [entry, ...profile.args, '--install-extension', vsix, '--force'], {
    env: profile.env,
    seconds: 120,
  });
}

/**
 * Starts the workbench's server on the loopback address and waits until it answers.
 * @param {Profile} profile
 * @returns {Promise<{ url: string, log: string, stop: () => Promise<void> }>} `log` is the file of its output
 */
export async function startServer(profile) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const log = path.join(profile.root, 'server.log');
  const out = fs.openSync(log, 'a');
  const { node, entry } = profile.workbench;
  const child = spawn(
    process.execPath,
    [
      fileURLToPath(new URL('supervise.mjs', import.meta.url)),
      ...[node, entry, ...profile.args, '--auth', 'none', '--bind-addr', `127.0.0.1:${port}`],
      ...['--disable-telemetry', '--disable-update-check', '--disable-workspace-trust'],
      '--disable-getting-started-override',
    ],
    { env: profile.env, stdio: ['pipe', out, out], detached: true },
  );
  fs.closeSync(out);
  const gone = new Promise((resolve) => child.once('close', resolve));
  const stop = async () => {
    child.stdin?.end();
    const timer = setTimeout(() => endGroup(child.pid, 'SIGKILL'), 5000);
    await gone;
    clearTimeout(timer);
  };
  const start = Date.now();
  while (!(await answers(`${url}/healthz`))) {
    if (child.exitCode !== null || child.signalCode !== null || Date.now() - start > 60_000) {
      await stop();
      throw new Error(`The workbench's server did not start:\n${fs.readFileSync(log, 'utf8').slice(-2000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { url, log, stop };
}

/** @param {string} url */
async function answers(url) {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

/** @returns {Promise<number>} a port of the loopback address that nothing listens on */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
