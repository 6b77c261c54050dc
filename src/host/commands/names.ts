/** Every command of the extension, without the `headlight.` before it: those that package.json contributes. */
export const commandNames = [
  'explain',
  'clearHighlights',
  'nextHead',
  'previousHead',
  'nextLayer',
  'previousLayer',
  'chooseHead',
  'chooseModel',
  'openPanel',
  'openSample',
  'showLog',
] as const;

export type CommandName = (typeof commandNames)[number];
