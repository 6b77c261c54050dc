/** A special token in a template. */
export interface TemplateToken {
  readonly content: string;
  readonly id: number;
}

type Place = TemplateToken | 'A' | 'B';

/**
 * The `TemplateProcessing` of a tokenizer.json. What comes before the second text has the type 0, the rest the type 1.
 * @param types other types of special tokens, by their contents
 */
export function pairTemplate(
  single: readonly Place[],
  pair: readonly Place[],
  types: Readonly<Record<string, number>> = {},
): Readonly<Record<string, unknown>> {
  const tokens = single.filter((place) => typeof place !== 'string');
  return {
    type: 'TemplateProcessing',
    single: places(single, types),
    pair: places(pair, types),
    special_tokens: Object.fromEntries(
      tokens.map(({ content, id }) => [content, { id: content, ids: [id], tokens: [content] }]),
    ),
  };
}

function places(given: readonly Place[], types: Readonly<Record<string, number>>): object[] {
  const second = given.indexOf('B');
  return given.map((place, index) => {
    const type = second >= 0 && index >= second ? 1 : 0;
    if (typeof place === 'string') return { Sequence: { id: place, type_id: type } };
    return { SpecialToken: { id: place.content, type_id: types[place.content] ?? type } };
  });
}
