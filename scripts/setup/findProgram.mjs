import fs from 'node:fs';
import path from 'node:path';

/**
 * The first of some programs that can be run.
 * @param {readonly string[]} names looked up on the PATH, or absolute paths
 * @returns {string | undefined} its full path
 */
export function findProgram(names) {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  for (const name of names) {
    const candidates = path.isAbsolute(name)
      ? [name]
      : folders.flatMap((folder) => endings.map((ending) => path.join(folder, name + ending)));
    const found = candidates.find(isRunnable);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** @param {string} file */
function isRunnable(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}
