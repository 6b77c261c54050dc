import { unsupported } from '../fault';
import type { JsonObject } from '../jsonObject';
import { readPattern } from '../pattern';
import { metaspaceOptions } from '../preTokenizer/createPreTokenizer';
import { literalRegex } from '../regex/translateRegex';
import { ByteFallbackDecoder } from './byteFallbackDecoder';
import { ByteLevelDecoder } from './byteLevelDecoder';
import type { Decoder } from './decoder';
import { EachPiece } from './eachPiece';
import { FuseDecoder } from './fuseDecoder';
import { SequenceDecoder } from './sequenceDecoder';
import { stripped } from './strip';
import { WordPieceDecoder } from './wordPieceDecoder';

const kinds: Readonly<Record<string, (json: JsonObject) => Decoder>> = {
  BPEDecoder: (json) => {
    const suffix = literalRegex(json.text('suffix', '</w>'));
    return new EachPiece((piece, _, isLast) => piece.replace(suffix, isLast ? '' : ' '));
  },
  ByteFallback: () => new ByteFallbackDecoder(),
  ByteLevel: () => new ByteLevelDecoder(),
  Fuse: () => new FuseDecoder(),
  Metaspace: (json) => {
    const { replacement, prepend } = metaspaceOptions(json);
    const pattern = literalRegex(replacement);
    // Every blank of the first piece goes, not only the one that was put there.
    return new EachPiece((piece, index) =>
      piece.replace(pattern, index === 0 && prepend !== 'never' ? '' : ' '),
    );
  },
  Replace: (json) => {
    const pattern = readPattern(json);
    const content = json.text('content');
    return new EachPiece((piece) => piece.replace(pattern, content));
  },
  Sequence: (json) => new SequenceDecoder(json.objects('decoders').map(createDecoder)),
  Strip: (json) => {
    const content = json.text('content');
    const [start, stop] = [json.count('start', 0), json.count('stop', 0)];
    return new EachPiece((piece) => stripped(piece, content, start, stop));
  },
  WordPiece: (json) => new WordPieceDecoder(json.text('prefix', '##'), json.flag('cleanup', true)),
};

/** The decoder of a `tokenizer.json`, by its `type`. */
export function createDecoder(json: JsonObject): Decoder {
  const { type } = json;
  const create = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (!create) throw unsupported(`decoder ${type}`);
  return create(json);
}
