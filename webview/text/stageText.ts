import type { PanelSnapshot } from '../../src/protocol/panel';

/** A stage of the work in the user's words: the host sends the name of a string, or a text of its own. */
export function stageText(stage: string, strings: PanelSnapshot['strings']): string {
  // SAFETY: any name may be looked up; what is not among the strings is undefined.
  return (strings as Readonly<Partial<Record<string, string>>>)[stage] ?? stage;
}
