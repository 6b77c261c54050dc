/**
 * `npm test`: installs what is missing and runs every check, from a fresh clone to the tests in real workbenches. Goes
 * on after a failure; the last line sums up the tests, with a failed check as one failed test.
 */
import fs from 'node:fs';
import path from 'node:path';
import { provideChromium } from './setup/chromium.mjs';
import { installDependencies } from './setup/dependencies.mjs';
import { cache, root } from './setup/paths.mjs';
import { endChildrenOnExit, run } from './setup/process.mjs';
import { readReport } from './setup/testReport.mjs';
import { provideWorkbench } from './workbench/install.mjs';
import { whyNoWorkbench } from './workbench/versions.mjs';

const total = { passed: 0, failed: 0, skipped: 0 };
const faults = [];

endChildrenOnExit();
heading('Setting up');
await installDependencies();
const noWorkbench = whyNoWorkbench();
const browser = await attempt(provideChromium);
// Mostly waits for the network, so it goes on beside the checks that wait for the processor.
const workbenches = noWorkbench === undefined ? attempt(provideWorkbenches) : undefined;

await check('Type check', 'npm', ['run', '--silent', 'typecheck']);
await check('Lint', 'npx', ['eslint', '.']);
await check('Format check', 'npx', ['prettier', '--check', '--log-level=warn', '.']);
await tests('Unit tests', ['--config', 'vitest.config.ts'], 600);
const packed = await check('Build and package', process.execPath, [path.join('scripts', 'package.mjs')]);

if (browser === undefined) {
  note('Panel tests could not be run');
} else {
  await tests('Panel tests', ['--config', path.join('test', 'webview', 'vitest.config.ts')], 300, {
    CHROMIUM: browser,
  });
}

heading('Workbench tests');
if (noWorkbench !== undefined) {
  total.skipped += 1;
  console.log(`Skipped: ${noWorkbench}.`);
} else if (!packed || browser === undefined || (await workbenches) === undefined) {
  note('Workbench tests could not be run');
} else {
  const config = ['--config', path.join('test', 'workbench', 'vitest.config.ts')];
  await tests(undefined, config, 900, { CHROMIUM: browser });
}

heading('Result');
for (const fault of faults) console.log(`Failed: ${fault}.`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

/** @param {string} title */
function heading(title) {
  console.log(`\n== ${title} ==`);
}

/** @param {string} fault counts as one failed test */
function note(fault) {
  total.failed += 1;
  faults.push(fault);
}

/**
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T | undefined>} undefined after a failure, which is told
 */
async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

async function provideWorkbenches() {
  return [await provideWorkbench('newest'), await provideWorkbench('oldest')];
}

/**
 * @param {string} title
 * @param {string} program
 * @param {readonly string[]} args
 */
async function check(title, program, args) {
  heading(title);
  const start = Date.now();
  const { code } = await run(program, args, { cwd: root, seconds: 300 });
  console.log(`${code === 0 ? 'Passed' : `Failed with status ${code}`}, ${seconds(start)}.`);
  if (code !== 0) note(title);
  return code === 0;
}

/**
 * @param {string | undefined} title
 * @param {readonly string[]} args
 * @param {number} limit in seconds
 * @param {NodeJS.ProcessEnv} [env]
 */
async function tests(title, args, limit, env = {}) {
  if (title !== undefined) heading(title);
  const report = path.join(cache, 'reports', `${args.join('-').replace(/\W+/g, '-')}.json`);
  fs.rmSync(report, { force: true });
  const start = Date.now();
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { code } = await run('npx', ['vitest', 'run', ...args, ...reporters], {
    cwd: root,
    seconds: limit,
    env: { ...process.env, VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true', ...env },
  });
  console.log(`Took ${seconds(start)}.`);
  const counts = readReport(report);
  if (counts !== undefined) {
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
  }
  // A file that does not load, or a run that was ended, has no failed test of its own.
  const name = title ?? 'Workbench tests';
  if (code !== 0 && (counts?.failed ?? 0) === 0) note(`${name} (status ${code})`);
}

/** @param {number} start */
function seconds(start) {
  return `${((Date.now() - start) / 1000).toFixed(0)} s`;
}
