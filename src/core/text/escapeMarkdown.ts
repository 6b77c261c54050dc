/**
 * Text as Markdown with HTML shows it letter by letter: whatever is no letter, digit or blank becomes a character
 * reference, so that nothing in a user's file can be a link, an image or a table's border. Line ends become blanks.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[^\p{L}\p{N}\p{M} ]/gu, (character) => `&#${character.codePointAt(0) ?? 0};`);
}
