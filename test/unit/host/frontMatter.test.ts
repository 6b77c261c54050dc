import { describe, expect, it } from 'vitest';
import { readFrontMatter } from '../../../src/host/models/frontMatter';

describe('readFrontMatter', () => {
  it.each([
    ['---\nlicense: mit\nlanguage: [en, zh]\n---\n\n# A model\n', 'mit', ['en', 'zh']],
    ['---\r\nlanguage:\r\n- en\r\n- code\r\nlicense: apache-2.0\r\n---\r\n', 'apache-2.0', ['en', 'code']],
    ['---\nlanguage:\n  - "no"\n  - zh\ntags:\n  - fill-mask\n---\n', undefined, ['no', 'zh']],
    ['---\nlanguage: en\nlanguage_creators: crowd\n---\n', undefined, ['en']],
    ['# A card without front matter\n\nlicense: mit\n', undefined, []],
    ['', undefined, []],
  ])('reads %j', (card, license, languages) => {
    expect(readFrontMatter(card)).toEqual({ license, languages });
  });
});
