import { categoryNames, categoryRuns, categorySymbols } from './categoryTable';
import { CodePointSet } from './codePointSet';

let categories: ReadonlyMap<string, CodePointSet> | undefined;

/** The sets of all general categories by their short names. */
function categorySets(): ReadonlyMap<string, CodePointSet> {
  if (categories) return categories;
  const names = categoryNames.split(' ');
  const borders = new Map(names.map((name): [string, number[]] => [name, []]));
  let start = 0;
  for (const [, length = '', symbol = ''] of categoryRuns.matchAll(/([0-9a-z]*)([A-Z+/-])/g)) {
    const end = start + (length === '' ? 1 : parseInt(length, 36));
    borders.get(names[categorySymbols.indexOf(symbol)] ?? '')?.push(start, end);
    start = end;
  }
  categories = new Map([...borders].map(([name, list]) => [name, CodePointSet.fromBorders(list)]));
  return categories;
}

/** A general category (`Lu`) or group of them (`L`, `LC`); undefined for another name. */
export function category(name: string): CodePointSet | undefined {
  const sets = categorySets();
  if (name === 'LC')
    return CodePointSet.union(['Lu', 'Ll', 'Lt'].map((each) => sets.get(each) ?? CodePointSet.empty));
  const found = [...sets].filter(([each]) => each === name || (name.length === 1 && each.startsWith(name)));
  return found.length > 0 ? CodePointSet.union(found.map(([, set]) => set)) : undefined;
}

/** The union of general categories that exist. */
export function unionOfCategories(...names: string[]): CodePointSet {
  return CodePointSet.union(names.map((name) => category(name) ?? CodePointSet.empty));
}
