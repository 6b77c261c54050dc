import fs from 'node:fs';
import path from 'node:path';
import { runOrThrow } from './process.mjs';
import { root } from './paths.mjs';

/** Installs the npm packages of package-lock.json when they are missing or older than it. */
export async function installDependencies() {
  // npm writes this file last, so its age is that of the last finished install.
  const installed = modified(path.join(root, 'node_modules', '.package-lock.json'));
  if (installed !== undefined && installed >= (modified(path.join(root, 'package-lock.json')) ?? 0)) return;
  console.log('Installing npm packages (npm ci) …');
  await runOrThrow('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, seconds: 900 });
}

/**
 * @param {string} file
 * @returns {number | undefined} when it was last changed, or undefined where there is none
 */
function modified(file) {
  return fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}
