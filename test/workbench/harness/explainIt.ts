import { english } from '../texts';
import { explainHeadless, type Explained } from './explained';
import type { Workbench } from './workbench';

/** Explains “it” in the English text, with the panel beside it. Answers with what the headless entry says of the same. */
export async function explainIt({ editor, palette, panel }: Workbench): Promise<Explained> {
  const explained = await explainHeadless(english, 'it');
  await editor.open('english.txt');
  await editor.clickWord('it');
  await palette.run('Headlight: Explain Attention');
  await editor.waitForMarks('some');
  await panel.show(palette);
  return explained;
}
