import { HeadlightError } from '../../errors';
import { AddedTokenFinder } from './addedTokens';
import { WordPieceDecoder } from './decoder/wordPieceDecoder';
import { largestId, parseVocabulary } from './model/vocabulary';
import { WordPiece } from './model/wordPiece';
import { BertNormalizer } from './normalizer/bertNormalizer';
import { TokenizerPipeline } from './pipeline';
import { BertProcessing } from './postProcessor/bertProcessing';
import { specialToken } from './postProcessor/postProcessor';
import { BertPreTokenizer } from './preTokenizer/bertPreTokenizer';
import { specialIdsOf } from './specialIds';
import type { Token, Tokenizer } from './tokenizer';

/**
 * The BERT tokenizer of a legacy `vocab.txt`: a piece a line, the line's number from 0 is the id.
 * @param path for messages only
 * @throws HeadlightError `tokenizer-invalid` where BERT's special tokens are not in it
 */
export function tokenizerFromVocabulary(
  text: string,
  options: { readonly lowercase: boolean },
  path = 'vocab.txt',
): Tokenizer {
  const vocabulary = parseVocabulary(text);
  const special = (piece: string): Token => {
    const id = vocabulary.get(piece);
    if (id === undefined)
      throw new HeadlightError('tokenizer-invalid', { path, reason: `there is no line “${piece}”` });
    return specialToken(id, piece);
  };
  const specials = ['[UNK]', '[CLS]', '[SEP]', '[PAD]', '[MASK]'].map(special);
  const contents = new Map(specials.map((token) => [token.id, token.text]));
  const ids = new Map(specials.map((token) => [token.text, token.id]));
  const names = new Set(ids.keys());
  return new TokenizerPipeline(
    {
      literalTokens: new AddedTokenFinder(
        specials.map(({ id, text: content }) => ({
          id,
          content,
          singleWord: false,
          stripLeft: false,
          stripRight: false,
        })),
      ),
      normalizer: new BertNormalizer({
        cleanText: true,
        handleChineseCharacters: true,
        stripAccents: options.lowercase,
        lowercase: options.lowercase,
      }),
      normalizedTokens: new AddedTokenFinder([]),
      preTokenizer: new BertPreTokenizer(),
      model: new WordPiece(vocabulary, { unknown: '[UNK]', continuingPrefix: '##', maxCharacters: 100 }),
      postProcessor: new BertProcessing(special('[CLS]'), special('[SEP]')),
      decoder: new WordPieceDecoder('##', true),
      addedPieces: { ids, contents, decoded: contents, special: names },
    },
    {
      vocabularySize: largestId(vocabulary) + 1,
      maxLength: undefined,
      specialIds: specialIdsOf(undefined, names, (token) => ids.get(token)),
    },
  );
}
