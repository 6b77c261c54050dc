/** Every command of the extension, without the `headlight.` before it: those that package.json contributes. */
export const commandNames = [
  'explain',
  'maskWord',
  'predictNext',
  'translate',
  'again',
  'clearHighlights',
  'nextHead',
  'previousHead',
  'nextLayer',
  'previousLayer',
  'chooseHead',
  'chooseModel',
  'openModel',
  'downloadModel',
  'chooseTokenizer',
  'setHubToken',
  'clearHubToken',
  'openPanel',
  'openTranslation',
  'openSample',
  'showLog',
] as const;

export type CommandName = (typeof commandNames)[number];
