import { HeadlightError } from '../../errors';
import { AddedTokenFinder } from './addedTokens';
import { largestId, parseVocabulary } from './model/vocabulary';
import { WordPiece } from './model/wordPiece';
import { BertNormalizer } from './normalizer/bertNormalizer';
import { TokenizerPipeline } from './pipeline';
import { specialToken } from './postProcessor/postProcessor';
import { bertTemplate } from './postProcessor/template';
import { BertPreTokenizer } from './preTokenizer/bertPreTokenizer';
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
      postProcessor: bertTemplate(special('[CLS]'), special('[SEP]')),
    },
    largestId(vocabulary) + 1,
    undefined,
  );
}
