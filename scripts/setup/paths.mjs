import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const root = path.resolve(fileURLToPath(import.meta.url), '../../..');
/** What scripts download or build for themselves; git-ignored, safe to delete. */
export const cache = path.join(root, '.cache');
/** The packaged extension. */
export const vsix = path.join(root, 'headlight.vsix');
