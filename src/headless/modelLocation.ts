import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ModelAnswer, ModelFiles } from '../protocol/models';
import type { InferenceClient } from '../protocol/inferenceClient';
import { readModelFolder } from '../protocol/modelFolder';
import { withTokenizer } from './chosenTokenizer';

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

/** What a command says of its model. */
export interface ChosenModel {
  /** Undefined for the bundled one. */
  readonly model: string | undefined;
  /** A tokenizer's file, or `ids` for texts that are token ids; undefined for the model's own. */
  readonly tokenizer: string | undefined;
}

/** Opens the model at a path as the user wrote it. Throws HeadlightError. */
export function openModel(
  client: InferenceClient,
  { model, tokenizer }: ChosenModel,
  places: Places,
): Promise<ModelAnswer> {
  const { key, load: read } = locateModel(model, places);
  const at = (name: string): string => path.resolve(places.current, name);
  const load = async (): Promise<ModelFiles> =>
    tokenizer === undefined ? read() : withTokenizer(await read(), tokenizer, at);
  // A command has one model.
  const opened = tokenizer === undefined ? key : `${key} with ${tokenizer}`;
  return client.open(opened, load, { threads: 0, memory: 0 });
}

/**
 * The model at a path as the user wrote it, which messages repeat, or a bundled one by its name; the bundled encoder
 * without either.
 */
export function locateModel(given: string | undefined, places: Places): ModelLocation {
  const at = (name: string): string => path.resolve(places.current, name);
  const bundled = path.join(places.dist, '..', 'models', given ?? 'headlight-encoder');
  const isName =
    given !== undefined && /^[\w-]+$/.test(given) && !existsSync(at(given)) && existsSync(bundled);
  const written = given === undefined || isName ? bundled : given;
  const model = written.replaceAll(path.sep, '/').replace(/(?<=.)\/+$/, '');
  return {
    key: at(model),
    load: () =>
      readModelFolder(model, {
        list: async (name) => ((await stat(at(name))).isDirectory() ? readdir(at(name)) : undefined),
        read: (name) => readFile(at(name)),
        disk: async (name) => ({ disk: at(name), byteLength: (await stat(at(name))).size }),
      }),
  };
}
