import { describe, expect, it } from 'vitest';
import { looksBinary } from '../../../src/core/text/looksBinary';

describe('looksBinary', () => {
  it.each([
    ['prose', 'The cat sat.\r\n\tIt slept.\f'],
    ['Chinese', '我们喜欢猫。'],
    ['emoji', '👩‍👩‍👧‍👦'],
    ['terminal colours', '\u001b[31mred\u001b[0m\n'],
    [
      'Western text read as UTF-8',
      'Gr\ufffd\ufffde aus K\ufffdln und M\ufffdnchen, sch\ufffdnes Wetter heute',
    ],
    ['nothing', ''],
  ])('lets text pass: %s', (_name, text) => {
    expect(looksBinary(text)).toBe(false);
  });

  it.each([
    ['a NUL', 'ELF\0abc'],
    ['bytes read as UTF-8', '\ufffdPNG\u001a\ufffd\ufffd IHDR'],
    ['control characters', 'ab\u0001\u0002cd\u0003e\u0004'],
  ])('names %s', (_name, text) => {
    expect(looksBinary(text)).toBe(true);
  });

  it('looks at the begin only', () => {
    expect(looksBinary('text '.repeat(20_000) + '\0')).toBe(false);
  });
});
