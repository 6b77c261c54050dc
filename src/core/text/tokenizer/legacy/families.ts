import { unsupported } from '../fault';
import type { SpecialIds } from '../tokenizer';

/** The roles of special tokens. */
export type Role = keyof SpecialIds;

/** What a tokenizer class of the Transformers library does with its vocabulary. */
export interface Family {
  readonly kind: 'bert' | 'mpnet' | 'funnel' | 'gpt2' | 'roberta' | 'deberta' | 'blenderbot' | 'qwen2';
  /** The special tokens of files that name none. */
  readonly tokens: Readonly<Partial<Record<Role, string>>>;
  /** Whether the mask takes the blank before it. */
  readonly maskTakesBlank: boolean;
}

const bertTokens = { unk: '[UNK]', sep: '[SEP]', pad: '[PAD]', cls: '[CLS]', mask: '[MASK]' };
const robertaTokens = {
  bos: '<s>',
  eos: '</s>',
  unk: '<unk>',
  sep: '</s>',
  pad: '<pad>',
  cls: '<s>',
  mask: '<mask>',
};
const endOfText = { bos: '<|endoftext|>', eos: '<|endoftext|>', unk: '<|endoftext|>' };

const families: Readonly<Record<Family['kind'], Family>> = {
  bert: { kind: 'bert', tokens: bertTokens, maskTakesBlank: false },
  mpnet: { kind: 'mpnet', tokens: { ...robertaTokens, unk: '[UNK]' }, maskTakesBlank: true },
  funnel: {
    kind: 'funnel',
    tokens: { ...robertaTokens, sep: '<sep>', cls: '<cls>' },
    maskTakesBlank: false,
  },
  gpt2: { kind: 'gpt2', tokens: endOfText, maskTakesBlank: false },
  roberta: { kind: 'roberta', tokens: robertaTokens, maskTakesBlank: true },
  deberta: { kind: 'deberta', tokens: { ...bertTokens, bos: '[CLS]', eos: '[SEP]' }, maskTakesBlank: true },
  blenderbot: { kind: 'blenderbot', tokens: robertaTokens, maskTakesBlank: true },
  qwen2: {
    kind: 'qwen2',
    tokens: { eos: '<|endoftext|>', unk: '<|endoftext|>', pad: '<|endoftext|>' },
    maskTakesBlank: false,
  },
};

/** Families by the class in tokenizer_config.json, without `Tokenizer` or `TokenizerFast`. */
const classes: Readonly<Record<string, Family['kind']>> = {
  Bert: 'bert',
  ConvBert: 'bert',
  DistilBert: 'bert',
  DPRContextEncoder: 'bert',
  DPRQuestionEncoder: 'bert',
  DPRReader: 'bert',
  Electra: 'bert',
  LayoutLM: 'bert',
  Lxmert: 'bert',
  MobileBert: 'bert',
  RetriBert: 'bert',
  SqueezeBert: 'bert',
  MPNet: 'mpnet',
  Funnel: 'funnel',
  GPT2: 'gpt2',
  CodeGen: 'gpt2',
  Roberta: 'roberta',
  Bart: 'roberta',
  LED: 'roberta',
  Longformer: 'roberta',
  Mvp: 'roberta',
  Deberta: 'deberta',
  Blenderbot: 'blenderbot',
  Qwen2: 'qwen2',
};

/** The classes that the library takes for the `model_type` of a config.json. */
const modelTypes: Readonly<Record<string, keyof typeof classes>> = {
  bert: 'Bert',
  convbert: 'ConvBert',
  distilbert: 'DistilBert',
  electra: 'Electra',
  layoutlm: 'LayoutLM',
  lxmert: 'Lxmert',
  mobilebert: 'MobileBert',
  squeezebert: 'SqueezeBert',
  mpnet: 'MPNet',
  funnel: 'Funnel',
  gpt2: 'GPT2',
  gpt_neo: 'GPT2',
  gptj: 'GPT2',
  opt: 'GPT2',
  codegen: 'CodeGen',
  phi: 'CodeGen',
  roberta: 'Roberta',
  'data2vec-text': 'Roberta',
  bart: 'Bart',
  led: 'LED',
  longformer: 'Longformer',
  mvp: 'Mvp',
  deberta: 'Deberta',
  blenderbot: 'Blenderbot',
  qwen2: 'Qwen2',
  qwen2_moe: 'Qwen2',
};

/**
 * The family of a vocabulary: by the tokenizer's class, else by the model's type, else by the special tokens that the
 * vocabulary has.
 * @param hasMerges whether it is one of byte pairs
 * @throws TokenizerFault `tokenizer-unsupported`
 */
export function familyOf(
  tokenizerClass: unknown,
  modelType: unknown,
  has: (piece: string) => boolean,
  hasMerges: boolean,
): Family {
  const kind = named(tokenizerClass, modelType) ?? guessed(has, hasMerges);
  const family = families[kind];
  const isWordPiece = kind === 'bert' || kind === 'mpnet' || kind === 'funnel';
  if (isWordPiece === hasMerges) {
    const files = hasMerges ? 'a vocab.json with merges.txt' : 'a vocab.txt';
    throw unsupported(`${files} of ${String(tokenizerClass ?? modelType)}`);
  }
  return family;
}

function named(tokenizerClass: unknown, modelType: unknown): Family['kind'] | undefined {
  if (typeof tokenizerClass === 'string' && !/^PreTrainedTokenizer(Fast)?$/.test(tokenizerClass)) {
    const kind = entry(classes, tokenizerClass.replace(/Tokenizer(Fast)?$/, ''));
    if (kind === undefined) throw unsupported(`the class ${tokenizerClass} without a tokenizer.json`);
    return kind;
  }
  const name = typeof modelType === 'string' ? entry(modelTypes, modelType) : undefined;
  return name === undefined ? undefined : classes[name];
}

function guessed(has: (piece: string) => boolean, hasMerges: boolean): Family['kind'] {
  if (hasMerges && has('<s>') && has('<mask>')) return 'roberta';
  if (hasMerges && has('<|endoftext|>')) return 'gpt2';
  if (!hasMerges && has('[CLS]') && has('[SEP]')) return 'bert';
  if (!hasMerges && has('<s>') && has('</s>')) return 'mpnet';
  throw unsupported('neither its class nor its special tokens say which kind of tokenizer it is');
}

function entry<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
