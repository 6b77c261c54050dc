import { AlignedBuilder, type AlignedText } from '../alignedText';
import { regexMatches } from '../matches';

/**
 * Every match replaced by `content`. As in the Rust package the content is aligned with the last character of what it
 * replaces.
 */
export function replaceMatches(text: AlignedText, pattern: RegExp, content: string): AlignedText {
  const parts = regexMatches(pattern, text.text);
  if (!parts.some((part) => part.isMatch)) return text;
  const builder = new AlignedBuilder(text.text.length);
  for (const { start, end, isMatch } of parts) {
    if (!isMatch) builder.copy(text, start, end);
    else if (end > 0) builder.add(content, text.start(end - 1), text.end(end - 1));
    else builder.add(content, text.start(0), text.start(0));
  }
  return builder.build();
}
