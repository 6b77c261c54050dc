import { invalid } from '../fault';
import { isCount, JsonObject } from '../jsonObject';
import type { Family, Role } from './families';

/** An entry of `added_tokens` in a tokenizer.json. */
export interface AddedEntry {
  readonly content: string;
  readonly special: boolean;
  readonly lstrip?: boolean;
  readonly rstrip?: boolean;
  readonly normalized?: boolean;
  readonly single_word?: boolean;
}

/** What the files say of special and added tokens. */
export interface SpecialTokens {
  /** In the order in which they get the ids that the vocabulary does not give. */
  readonly added: readonly AddedEntry[];
  readonly roles: Readonly<Partial<Record<Role, string>>>;
}

/** In the library's order. */
const roles: readonly Role[] = ['bos', 'eos', 'unk', 'sep', 'pad', 'cls', 'mask'];

/**
 * Special and added tokens as the Transformers library reads them: `added_tokens_decoder` of tokenizer_config.json, or in
 * older files special_tokens_map.json, which goes before the configuration, and added_tokens.json.
 */
export function readSpecialTokens(
  family: Family,
  config: JsonObject | undefined,
  map: JsonObject | undefined,
  addedTokens: JsonObject | undefined,
): SpecialTokens {
  const decoder = config?.has('added_tokens_decoder') ? config.object('added_tokens_decoder') : undefined;
  // null says that there is no such token.
  const named = (key: string): unknown => {
    const mapped = decoder ? undefined : map?.value(key);
    return mapped === undefined ? config?.value(key) : mapped;
  };
  const others = named('additional_special_tokens');
  const additional = (Array.isArray(others) ? others : []).map((each) => entryOf(each, false));
  const decoded = new Map((decoder ? fromDecoder(decoder) : []).map((entry) => [entry.content, entry]));
  const byRole = new Map<Role, AddedEntry>();
  for (const role of roles) {
    const given = named(`${role}_token`);
    const takesBlank = role === 'mask' && family.maskTakesBlank;
    if (given !== undefined && given !== null) {
      const entry = entryOf(given, takesBlank);
      byRole.set(role, decoded.get(entry.content) ?? entry);
    } else if (given === undefined) {
      const usual = family.tokens[role];
      if (usual !== undefined) byRole.set(role, plain(usual, takesBlank));
    }
  }
  const added = new Map(decoder ? decoded : fromIds(addedTokens).map((entry) => [entry.content, entry]));
  // A token that has a role has its flags, and the place where it stood before.
  for (const entry of byRole.values()) added.set(entry.content, { ...entry, special: true });
  for (const entry of additional)
    added.set(entry.content, { ...(added.get(entry.content) ?? entry), special: true });
  return {
    added: [...added.values()],
    roles: Object.fromEntries([...byRole].map(([role, { content }]) => [role, content])),
  };
}

function plain(content: string, takesBlank: boolean): AddedEntry {
  return takesBlank ? { content, special: true, lstrip: true } : { content, special: true };
}

/** A token as `"<mask>"`, or with its flags. */
function entryOf(given: unknown, takesBlank: boolean): AddedEntry {
  if (typeof given === 'string') return plain(given, takesBlank);
  return { ...withFlags(JsonObject.of(given, 'a special token')), special: true };
}

function withFlags(json: JsonObject): Omit<AddedEntry, 'special'> {
  return {
    content: json.text('content'),
    lstrip: json.flag('lstrip', false),
    rstrip: json.flag('rstrip', false),
    single_word: json.flag('single_word', false),
    ...(json.has('normalized') ? { normalized: json.flag('normalized') } : {}),
  };
}

/** `{"50256": {"content": "<|endoftext|>", "special": true, …}}`, by ascending ids. */
function fromDecoder(decoder: JsonObject): AddedEntry[] {
  const entries = decoder.entries().map(([id, value]) => ({ id: idOf(id), json: JsonObject.of(value, id) }));
  return entries
    .sort((a, b) => a.id - b.id)
    .map(({ json }) => ({ ...withFlags(json), special: json.flag('special', false) }));
}

/** `{"[E1]": 30522}`, by ascending ids. */
function fromIds(addedTokens: JsonObject | undefined): AddedEntry[] {
  const entries = (addedTokens?.entries() ?? []).map(([content, id]) => {
    if (!isCount(id)) throw invalid(`the id of the added token “${content}” is no whole number`);
    return { content, id };
  });
  return entries.sort((a, b) => a.id - b.id).map(({ content }) => ({ content, special: false }));
}

function idOf(key: string): number {
  const id = /^\d{1,9}$/.test(key) ? Number(key) : undefined;
  if (id === undefined) throw invalid(`the id “${key}” of an added token is no whole number`);
  return id;
}
