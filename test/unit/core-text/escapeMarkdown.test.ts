import { expect, it } from 'vitest';
import { escapeMarkdown } from '../../../src/core/text/escapeMarkdown';

it('leaves nothing that Markdown or HTML would read', () => {
  expect(escapeMarkdown('<img src="x">|`*_[a](b)\\')).not.toMatch(/[<>"|`*_[\]()\\]/);
  expect(escapeMarkdown('&lt;')).toBe('&#38;lt&#59;');
});

it('keeps words of any language as they are', () => {
  expect(escapeMarkdown('naïve 我爱猫 e\u0301 1')).toBe('naïve 我爱猫 e\u0301 1');
});

it('refers to a character beyond the basic plane by its one code point', () => {
  expect(escapeMarkdown('a😀')).toBe('a&#128512;');
});

it('makes one line', () => {
  expect(escapeMarkdown('a\r\n  b')).toBe('a b');
});
