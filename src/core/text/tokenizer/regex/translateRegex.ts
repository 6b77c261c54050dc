import { unsupported } from '../fault';
import { wordCharacters } from './characterClasses';
import { CodePointSet, escaped } from './codePointSet';
import { foldCase } from './foldCase';
import { RegexClassParser } from './regexClass';
import { PatternReader } from './patternReader';

/**
 * A regular expression of Oniguruma, as a `tokenizer.json` has them, as one of JavaScript (flags `gu`) that matches the
 * same (https://github.com/kkos/oniguruma/blob/master/doc/RE). Classes become explicit ranges of code points; possessive
 * quantifiers and atomic groups become a lookahead that captures and a reference to it; groups that ignore case become
 * classes. Groups capture nothing.
 * @throws TokenizerFault `tokenizer-unsupported`, naming what has no translation
 */
export function translateRegex(pattern: string): RegExp {
  if (pattern.length > longest) throw unsupported(`a regular expression has more than ${longest} characters`);
  const translated = new Translator(pattern).translate();
  try {
    return new RegExp(translated, 'gu');
  } catch (thrown) {
    throw unsupported(
      `the regular expression ${pattern} has no counterpart: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    );
  }
}

/** A regular expression that finds a literal text. */
export function literalRegex(text: string): RegExp {
  return new RegExp(Array.from(text, (character) => escaped(character.codePointAt(0) ?? 0)).join(''), 'gu');
}

const anyButLineFeed = CodePointSet.range(0x0a).complement().toClass();
const wordBorder = (inside: string): string => `(?:(?<=${inside})(?!${inside})|(?<!${inside})(?=${inside}))`;

/** Characters of a pattern; published ones have some hundred. A class of one character becomes some thousand. */
const longest = 10_000;
/** Groups inside each other; published patterns have two or three. */
const deepest = 100;

class Translator {
  private readonly reader: PatternReader;
  private atomicGroups = 0;
  private lookbehinds = 0;
  private depth = 0;

  constructor(pattern: string) {
    this.reader = new PatternReader(pattern);
  }

  translate(): string {
    const translated = this.alternatives(false);
    if (!this.reader.atEnd) throw this.refuse('an unmatched )');
    return translated;
  }

  private alternatives(ignoreCase: boolean): string {
    if (++this.depth > deepest) throw this.refuse('too many groups in groups');
    const parts = [this.sequence(ignoreCase)];
    while (this.reader.take('|')) parts.push(this.sequence(ignoreCase));
    this.depth--;
    return parts.join('|');
  }

  private sequence(ignoreCase: boolean): string {
    let translated = '';
    while (!this.reader.atEnd && !this.reader.sees('|') && !this.reader.sees(')'))
      translated += this.quantified(this.atom(ignoreCase));
    return translated;
  }

  private atom(ignoreCase: boolean): string {
    const { reader } = this;
    if (reader.take('(')) return this.group(ignoreCase);
    if (reader.take('.')) return anyButLineFeed;
    // Lines end at line feeds only, and the anchors are those of lines.
    if (reader.take('^')) return '(?<![^\\n])';
    if (reader.take('$')) return '(?![^\\n])';
    if (reader.sees('\\')) {
      const anchor = this.anchor();
      if (anchor !== undefined) return anchor;
    }
    const set = new RegexClassParser(reader).setOrCharacter();
    return (ignoreCase ? this.folded(set) : set).toClass();
  }

  private anchor(): string | undefined {
    const { reader } = this;
    if (reader.take('\\A')) return '(?<![^])';
    if (reader.take('\\z')) return '(?![^])';
    if (reader.take('\\Z')) return '(?=\\n?(?![^]))';
    if (reader.take('\\b')) return wordBorder(wordCharacters().toClass());
    if (reader.take('\\B')) return `(?!${wordBorder(wordCharacters().toClass())})`;
    if (reader.take('\\R')) return this.atomic('\\r\\n|[\\n-\\r\\u0085\\u2028\\u2029]');
    return undefined;
  }

  private group(ignoreCase: boolean): string {
    const { reader } = this;
    if (!reader.take('?')) return this.closed('(?:', ignoreCase);
    if (reader.take(':')) return this.closed('(?:', ignoreCase);
    if (reader.take('=')) return this.closed('(?=', ignoreCase);
    if (reader.take('!')) return this.closed('(?!', ignoreCase);
    if (reader.take('<=')) return this.lookbehind('(?<=', ignoreCase);
    if (reader.take('<!')) return this.lookbehind('(?<!', ignoreCase);
    if (reader.take('>')) return this.atomic(this.body(ignoreCase));
    if (reader.take('#')) {
      while (!reader.atEnd && !reader.sees(')')) reader.next();
      this.close();
      return '';
    }
    const name = reader.match(/<[\p{L}_][\p{L}\p{N}_]*>/uy);
    if (name !== undefined) return this.closed('(?:', ignoreCase);
    return this.options(ignoreCase);
  }

  /** `(?i:…)`, and `(?i)` for the rest of the group around it. */
  private options(ignoreCase: boolean): string {
    const options = this.reader.match(/-?i[:)]/y);
    if (options === undefined) throw this.refuse(`(?${this.reader.rest(4)}`);
    const folds = !options.startsWith('-');
    if (options.endsWith(':')) return this.closed('(?:', folds);
    return folds === ignoreCase ? '' : `(?:${this.alternatives(folds)})`;
  }

  private lookbehind(open: string, ignoreCase: boolean): string {
    this.lookbehinds++;
    const translated = this.closed(open, ignoreCase);
    this.lookbehinds--;
    return translated;
  }

  private closed(open: string, ignoreCase: boolean): string {
    return `${open}${this.body(ignoreCase)})`;
  }

  private body(ignoreCase: boolean): string {
    const translated = this.alternatives(ignoreCase);
    this.close();
    return translated;
  }

  private close(): void {
    if (!this.reader.take(')')) throw this.refuse('a group without its )');
  }

  /** A lookahead has one result only: nothing in it is tried again, so a reference to what it captured is atomic. */
  private atomic(body: string): string {
    // Inside a lookbehind JavaScript goes from right to left and would come to the reference first.
    if (this.lookbehinds > 0) throw this.refuse('an atomic group in a lookbehind');
    const name = `atomic${++this.atomicGroups}`;
    return `(?:(?=(?<${name}>${body}))\\k<${name}>)`;
  }

  private quantified(atom: string): string {
    const { reader } = this;
    let translated = atom;
    for (;;) {
      const simple = reader.match(/[*+?]/y);
      const interval = simple === undefined ? reader.match(/\{(?:\d+(?:,\d*)?|,\d+)\}/y) : undefined;
      if (simple === undefined && interval === undefined) return translated;
      // A quantifier after a quantifier, or after an assertion, needs a group of its own.
      const whole = translated === atom && /^\[|^\(\?:/.test(atom) ? atom : `(?:${translated})`;
      const quantifier = simple ?? (interval ?? '').replace('{,', '{0,');
      if (simple !== undefined && reader.take('+')) translated = this.atomic(whole + quantifier);
      else if (reader.take('?')) {
        // Oniguruma reads {n}? as zero or one times {n}.
        translated = /^\{\d+\}$/.test(quantifier) ? `(?:${whole}${quantifier})?` : `${whole}${quantifier}?`;
      } else translated = whole + quantifier;
    }
  }

  private folded(set: CodePointSet): CodePointSet {
    const folded = foldCase(set);
    if (!folded) throw this.refuse('a large class that ignores case');
    return folded;
  }

  private refuse(what: string): Error {
    return unsupported(`the regular expression ${this.reader.pattern} has ${what}`);
  }
}
