/** What the front matter of a model card, as model hubs read it, says. */
export interface FrontMatter {
  /** SPDX identifier in lower case, such as `mit`. */
  readonly license: string | undefined;
  /** Tags of languages, such as `en`, and `code`. */
  readonly languages: readonly string[];
}

/** Reads the two fields of a card that Headlight shows; of YAML it knows the forms that cards use for them. */
export function readFrontMatter(card: string): FrontMatter {
  const [, matter = ''] = /^---\r?\n([\s\S]*?)\r?\n---/.exec(card) ?? [];
  return {
    license: valuesOf('license', matter)[0],
    languages: valuesOf('language', matter),
  };
}

/** The values of `key: a`, of `key: [a, b]`, and of a list below the key. */
function valuesOf(key: string, matter: string): string[] {
  const field = new RegExp(`^${key}:[ \\t]*(.*(?:\\r?\\n[ \\t]*-[ \\t].*)*)$`, 'm').exec(matter)?.[1] ?? '';
  return field
    .split(/[\n,]/)
    .map((value) => value.replace(/^\s*-\s|[[\]"']/g, '').trim())
    .filter((value) => value !== '');
}
