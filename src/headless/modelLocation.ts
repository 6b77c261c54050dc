import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ModelFiles } from '../protocol/inference';
import { readModelFolder } from '../protocol/modelFolder';

/** Where relative paths start and the bundled model lies. */
export interface Places {
  /** npm runs scripts in the package's folder; this is the folder that the user was in. */
  readonly current: string;
  /** The folder of our built files. */
  readonly dist: string;
}

/** A model that the worker can be asked to open; files are read when they are needed. */
export interface ModelLocation {
  readonly key: string;
  readonly load: () => Promise<ModelFiles>;
}

/** The model at a path as the user wrote it, which messages repeat; the bundled one without a path. */
export function locateModel(given: string | undefined, places: Places): ModelLocation {
  const written = given ?? path.join(places.dist, '..', 'models', 'headlight-encoder');
  const model = written.replaceAll(path.sep, '/').replace(/(?<=.)\/+$/, '');
  const at = (name: string): string => path.resolve(places.current, name);
  return {
    key: at(model),
    load: () =>
      readModelFolder(model, {
        list: async (name) => ((await stat(at(name))).isDirectory() ? readdir(at(name)) : undefined),
        read: (name) => readFile(at(name)),
      }),
  };
}
