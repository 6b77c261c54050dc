import fs from 'node:fs';
import path from 'node:path';
import { root } from '../../../scripts/setup/paths.mjs';

/** The part of package.json that the tests look at. */
export interface Manifest {
  readonly publisher: string;
  readonly name: string;
  readonly contributes: {
    readonly colors: readonly { readonly id: string; readonly defaults: Readonly<Record<string, string>> }[];
  };
}

export function readManifest(): Manifest {
  // SAFETY: npm and the manifest's own tests check its form.
  return JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
}

/** `publisher.name`, as settings and folders call the extension. */
export function extensionId(): string {
  const { publisher, name } = readManifest();
  return `${publisher}.${name}`;
}
