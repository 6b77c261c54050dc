/** Signs for characters that show nothing; what has none is shown by its code. */
const signs: Readonly<Record<string, string>> = {
  ' ': '␣',
  '\u00a0': '␣',
  '\u3000': '␣',
  '\n': '↵',
  '\r': '␍',
  '\t': '⇥',
};
/** White space, control characters, and the marks that change the direction of the text around them. */
const unseen = /[\s\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A token as people are shown it: never empty, and without characters that hide or that turn text around. */
export function tokenText(text: string): string {
  if (text === '') return '∅';
  const inner = text.trim() === '' ? text : text.replace(/^ | $/g, '␣');
  return inner.replace(unseen, (character) =>
    character === ' ' && text.trim() !== ''
      ? character
      : (signs[character] ??
        `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`),
  );
}

/** A word without the blanks around it; one of nothing but blanks by their signs. */
export function wordText(text: string): string {
  return text.trim() === '' ? tokenText(text) : text.trim();
}
