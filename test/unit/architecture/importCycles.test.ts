import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../..');

function filesIn(folder: string): readonly string[] {
  const names = readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.ts')).map((name) => path.join(root, folder, name));
}

/** The files that a file imports by a relative path, types included. */
function importsOf(file: string): readonly string[] {
  return ts
    .preProcessFile(readFileSync(file, 'utf8'))
    .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => `${path.resolve(path.dirname(file), fileName)}.ts`)
    .filter(existsSync);
}

/** A way along imports from a file back to itself, for each file that has one; depth first. */
function cyclesIn(
  files: readonly string[],
  imports: (file: string) => readonly string[],
): readonly string[][] {
  const done = new Set<string>();
  const cycles: string[][] = [];
  const visit = (file: string, way: readonly string[]): void => {
    const at = way.indexOf(file);
    if (at >= 0) cycles.push([...way.slice(at), file]);
    if (at >= 0 || done.has(file)) return;
    for (const next of imports(file)) visit(next, [...way, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  return cycles;
}

describe('imports', () => {
  it('go round in no circle', () => {
    const files = ['src', 'webview'].flatMap(filesIn);
    expect(files.length).toBeGreaterThan(100);
    expect(files.flatMap(importsOf).length).toBeGreaterThan(files.length);
    const named = cyclesIn(files, importsOf).map((cycle) => cycle.map((file) => path.relative(root, file)));
    expect(named).toEqual([]);
  });

  it('that do are found', () => {
    const graph: Readonly<Record<string, readonly string[]>> = {
      a: ['b', 'c'],
      b: ['c'],
      c: ['d'],
      d: ['b'],
    };
    expect(cyclesIn(Object.keys(graph), (file) => graph[file] ?? [])).toEqual([['b', 'c', 'd', 'b']]);
  });
});
