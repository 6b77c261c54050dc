import type { AlignedText } from '../alignedText';
import { byteCharacters } from '../byteAlphabet';
import { unsupported } from '../fault';
import type { JsonObject } from '../jsonObject';
import { readPattern } from '../pattern';
import { BertNormalizer } from './bertNormalizer';
import { compose } from './compose';
import { decompose } from './decompose';
import { lowercase } from './lowercase';
import { MappedNormalizer } from './mappedNormalizer';
import { cleanForTranslation } from './nmt';
import type { Normalizer } from './normalizer';
import { Precompiled } from './precompiled';
import { replaceMatches } from './replace';
import { SequenceNormalizer } from './sequenceNormalizer';
import { strip } from './strip';
import { stripMarks } from './stripMarks';

const kinds: Readonly<Record<string, (json: JsonObject) => Normalizer>> = {
  BertNormalizer: (json) => {
    const lowercases = json.flag('lowercase', true);
    return new BertNormalizer({
      cleanText: json.flag('clean_text', true),
      handleChineseCharacters: json.flag('handle_chinese_chars', true),
      stripAccents: json.flag('strip_accents', lowercases),
      lowercase: lowercases,
    });
  },
  ByteLevel: () => mapped((text) => text.mapCharacters(byteCharacters)),
  Lowercase: () => mapped(lowercase),
  NFC: () => mapped((text) => compose(text, 'NFC')),
  NFD: () => mapped((text) => decompose(text, 'NFD')),
  NFKC: () => mapped((text) => compose(text, 'NFKC')),
  NFKD: () => mapped((text) => decompose(text, 'NFKD')),
  Nmt: () => mapped(cleanForTranslation),
  Precompiled: (json) => new Precompiled(json.text('precompiled_charsmap')),
  Prepend: (json) => {
    const prefix = json.text('prepend');
    return mapped((text) => text.prepend(prefix));
  },
  Replace: (json) => {
    const pattern = readPattern(json);
    const content = json.text('content');
    return mapped((text) => replaceMatches(text, pattern, content));
  },
  Sequence: (json) => new SequenceNormalizer(json.objects('normalizers').map(createNormalizer)),
  Strip: (json) => {
    const left = json.flag('strip_left', true);
    const right = json.flag('strip_right', true);
    return mapped((text) => strip(text, left, right));
  },
  StripAccents: () => mapped(stripMarks),
};

/** The normaliser of a `tokenizer.json`, by its `type`. */
export function createNormalizer(json: JsonObject): Normalizer {
  const { type } = json;
  const create = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (!create) throw unsupported(`normalizer ${type}`);
  return create(json);
}

function mapped(normalize: (text: AlignedText) => AlignedText): Normalizer {
  return new MappedNormalizer(normalize);
}
