import { errorMessages, formatMessage } from './errorMessages';
import type { ErrorShape } from './errors';
import { refusalReasons, type RefusalReason } from './refusalReasons';

/** Finds an English sentence, its placeholders still in it, in the reader's language. */
export type Translate = (english: string) => string;

const inEnglish: Translate = (english) => english;

/** What the user reads for an error. */
export function errorSentence(
  { code, params }: Pick<ErrorShape, 'code' | 'params'>,
  translate: Translate = inEnglish,
): string {
  const filled = Object.entries(params).map(([name, value]) => [
    name,
    typeof value === 'object' ? reasonSentence(value, translate) : value,
  ]);
  // SAFETY: the entries are those of params, in which every reason has become a string.
  return formatMessage(
    translate(errorMessages[code]),
    Object.fromEntries(filled) as Readonly<Record<string, string | number>>,
  );
}

/** What the user reads for a refusal, without a full stop: part of a sentence. */
export function reasonSentence({ code, params }: RefusalReason, translate: Translate = inEnglish): string {
  return formatMessage(translate(refusalReasons[code]), params);
}
