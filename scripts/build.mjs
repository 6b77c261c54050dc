/**
 * `npm run build [-- --production] [-- --watch]`: bundles the extension into `dist`, with both engines beside it. A production build is minified, has
 * no source maps, and fails where a script is larger than its budget.
 */
import * as esbuild from 'esbuild';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { copyNative, ownPlatform } from './native.mjs';
import { root } from './setup/paths.mjs';
import { buildOptions, copyEngine, targets } from './targets.mjs';

const { values } = parseArgs({
  options: { production: { type: 'boolean', default: false }, watch: { type: 'boolean', default: false } },
});
const folder = path.join(root, 'dist');
const all = Object.values(targets);

copyEngine(folder);
await copyNative(folder, ownPlatform);
if (values.watch) await watch();
else await build();

async function build() {
  const results = await Promise.allSettled(
    all.map((target) => esbuild.build(buildOptions(target, folder, values.production))),
  );
  // esbuild has printed what is wrong.
  if (results.some(({ status }) => status === 'rejected')) process.exit(1);
  let fits = true;
  if (values.production) removeSourceMaps();
  for (const [index, { outfile, budget }] of all.entries()) {
    const result = results[index];
    const bytes = result?.status === 'fulfilled' ? scriptSize(result.value.metafile, outfile) : 0;
    const kilobytes = (bytes / 1000).toFixed(1);
    if (!values.production || budget === undefined) continue;
    console.log(`${outfile}: ${kilobytes} kB of ${budget / 1000}`);
    if (bytes > budget) {
      console.error(`dist/${outfile} is larger than its budget.`);
      fits = false;
    }
  }
  if (!fits) process.exit(1);
}

/** Those of an earlier development build. */
function removeSourceMaps() {
  for (const { outfile } of all) fs.rmSync(path.join(folder, `${outfile}.map`), { force: true });
  fs.rmSync(path.join(folder, 'webview.css.map'), { force: true });
}

async function watch() {
  const contexts = await Promise.all(
    all.map((target) => esbuild.context({ ...buildOptions(target, folder, false), logLevel: 'info' })),
  );
  await Promise.all(contexts.map((context) => context.watch()));
}

/**
 * @param {import('esbuild').Metafile} metafile
 * @param {string} outfile
 */
function scriptSize(metafile, outfile) {
  const found = Object.entries(metafile.outputs).find(([name]) => name.endsWith(outfile));
  return found?.[1].bytes ?? 0;
}
