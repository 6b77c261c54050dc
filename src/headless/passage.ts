import path from 'node:path';
import { scopeSpan } from '../core/text/scope';
import { shift, type Span } from '../core/text/span';
import type { WordCommand } from './commandLine';
import { findWord } from './findWord';
import type { Places } from './modelLocation';
import { readTextFile } from './textFile';

/** A word of a file with the text around it that a model is given. */
export interface Passage {
  /** The whole file. */
  readonly file: string;
  readonly text: string;
  /** Where in the file `text` starts. */
  readonly start: number;
  /** The word's place in `text`. */
  readonly around: Span;
  /** Whether the scope was larger than what is read of a file. */
  readonly cut: boolean;
  /** Line and column from 1 of a place in `text`, the column in UTF-16 units, as editors show them. */
  readonly position: (offset: number) => { readonly line: number; readonly column: number };
}

/** Reads the file of a command and finds its word. Throws HeadlightError. */
export async function readPassage(command: WordCommand, places: Places): Promise<Passage> {
  const file = await readTextFile(path.resolve(places.current, command.file), command.file);
  const word = findWord(file, command.word, command.occurrence);
  const { start, end, cut } = scopeSpan(file, word, command.scope);
  return {
    file,
    text: file.slice(start, end),
    start,
    around: shift(word, -start),
    cut,
    position: (offset) => {
      const before = file.slice(0, offset + start).split(/\r\n|\r|\n/);
      return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
    },
  };
}
