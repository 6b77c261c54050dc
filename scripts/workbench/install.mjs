/** Installs the VS Code workbench (code-server) and its Node from npm into the cache, once for each version. */
import fs from 'node:fs';
import path from 'node:path';
import { findProgram } from '../setup/findProgram.mjs';
import { cache } from '../setup/paths.mjs';
import { runOrThrow } from '../setup/process.mjs';
import { installSystemPackages } from '../setup/systemPackages.mjs';
import { nodePackage, versions, whyNoWorkbench } from './versions.mjs';

/** Bundled extensions that these tests do not need: some 280 MB. */
const unused = [
  'node_modules/@github',
  'node_modules/@microsoft/mxc-sdk',
  'extensions/copilot',
  'extensions/mermaid-markdown-features',
];

/**
 * @typedef {{ node: string, entry: string, vscode: string }} Workbench the Node program, code-server's entry file,
 *   and the version of VS Code inside
 */

/**
 * @param {import('./versions.mjs').VersionName} name
 * @returns {Promise<Workbench>}
 * @throws where it cannot run on this machine, or npm fails
 */
export async function provideWorkbench(name) {
  const reason = whyNoWorkbench();
  if (reason !== undefined) throw new Error(`The browser workbench cannot run here: ${reason}.`);
  const { codeServer, node } = versions[name];
  const folder = path.join(cache, 'workbench', `code-server-${codeServer}-node-${node}`);
  if (!fs.existsSync(folder)) {
    console.log(`Installing VS Code for the browser (code-server ${codeServer}) from npm; about a minute …`);
    await provideCompiler();
    // A half-made install never gets the final name, so an interrupted one starts afresh.
    const part = `${folder}.part`;
    fs.rmSync(part, { recursive: true, force: true });
    fs.mkdirSync(part, { recursive: true });
    await install(part, name);
    await verify(part, codeServer);
    fs.renameSync(part, folder);
  }
  return { ...programs(folder), vscode: codeServer.replace(/^4/, '1') };
}

/** @param {string} folder */
function programs(folder) {
  const modules = path.join(folder, 'node_modules');
  return {
    node: path.join(modules, nodePackage() ?? '', 'bin', 'node'),
    entry: path.join(modules, 'code-server', 'out', 'node', 'entry.js'),
  };
}

/**
 * @param {string} folder
 * @param {import('./versions.mjs').VersionName} name
 */
async function install(folder, name) {
  const { codeServer, node } = versions[name];
  const nodeFolder = path.dirname(path.dirname(programs(folder).node));
  const quiet = { npm_config_audit: 'false', npm_config_fund: 'false', npm_config_loglevel: 'error' };
  const base = { ...process.env, ...quiet, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' };
  const npm = (/** @type {string} */ cwd, /** @type {readonly string[]} */ args, env = withNode) =>
    runOrThrow('npm', args, { cwd, env, seconds: 420 });
  // Its own Node runs npm from here on, and its headers are what the native modules are compiled against.
  const withNode = {
    ...base,
    npm_config_nodedir: nodeFolder,
    PATH: `${path.join(nodeFolder, 'bin')}${path.delimiter}${process.env.PATH ?? ''}`,
  };

  fs.writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  const wanted = [`${nodePackage()}@${node}`, `code-server@${codeServer}`];
  await npm(folder, ['install', '--ignore-scripts', '--save-exact', ...wanted], base);

  // No install scripts but those named here: the others download programs that the tests do not need.
  const production = ['install', '--omit=dev', '--ignore-scripts'];
  // The repository's .npmrc turns scripts off.
  const rebuild = ['rebuild', '--ignore-scripts=false'];
  const vscode = path.join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  await npm(vscode, production);
  if (name === 'oldest') {
    await npm(folder, [...rebuild, 'argon2']);
    await npm(vscode, [...rebuild, '@vscode/spdlog', 'native-watchdog']);
    link(path.join(vscode, 'node_modules.asar'), 'node_modules');
  } else {
    await npm(vscode, [...rebuild, '@vscode/spdlog', '@vscode/native-watchdog']);
    link(path.join(vscode, 'bin', 'remote-cli', 'code-server'), 'code-linux.sh');
    link(path.join(vscode, 'bin', 'helpers', 'browser.sh'), 'browser-linux.sh');
  }
  await npm(path.join(vscode, 'extensions'), production);
  for (const each of unused) fs.rmSync(path.join(vscode, each), { recursive: true, force: true });
}

/**
 * @param {string} at
 * @param {string} target relative to the link's folder
 */
function link(at, target) {
  fs.rmSync(at, { force: true });
  fs.symlinkSync(target, at);
}

/**
 * @param {string} folder
 * @param {string} codeServer
 */
async function verify(folder, codeServer) {
  const { node, entry } = programs(folder);
  const said = await runOrThrow(node, [entry, '--version'], { seconds: 60 });
  if (!said.includes(codeServer)) throw new Error(`code-server ${codeServer} says it is “${said.trim()}”.`);
}

/** Two native modules of code-server are compiled on the spot. */
async function provideCompiler() {
  const missing = [['c++', 'g++', 'clang++'], ['make'], ['python3']].filter(
    (names) => findProgram(names) === undefined,
  );
  if (missing.length === 0) return;
  await installSystemPackages(
    'compiler',
    `Missing for code-server: ${missing.map(([one]) => one).join(', ')}`,
  );
}
