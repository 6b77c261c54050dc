import { describe, expect, it } from 'vitest';
import { tokenText, wordText } from '../../../src/core/text/tokenText';

describe('a token as people are shown it', () => {
  it('is never empty and hides nothing', () => {
    expect(tokenText('')).toBe('∅');
    expect(tokenText(' cats')).toBe('␣cats');
    expect(tokenText('\n\t ')).toBe('↵⇥␣');
    expect(tokenText('a\u202eb')).toBe('aU+202Eb');
  });
});

describe('a word as people are shown it', () => {
  it('has no blanks around it, unless it is nothing but blanks', () => {
    expect(wordText(' cats\n')).toBe('cats');
    expect(wordText(' ')).toBe('␣');
    expect(wordText('\n')).toBe('↵');
  });
});
