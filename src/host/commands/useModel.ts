import { isHubName } from '../hub/hubName';
import { bundledModels } from '../models/catalogue';
import { writeModelSetting } from '../models/modelSetting';
import { withProgress } from '../status/progress';
import { activeDocument } from './activeDocument';
import { askTokenizer } from './chooseTokenizer';
import type { ModelParts } from './modelParts';

/**
 * Makes a model the chosen one: the choice goes into the settings, and the model is loaded at once. A missing tokenizer is
 * asked for; then what is shown is explained anew.
 * @param languageId the one language that the model is chosen for
 * @throws HeadlightError as `Models.open`
 */
export async function useModel(parts: ModelParts, model: string, languageId?: string): Promise<void> {
  const { store, explainer, recent } = parts;
  const document = activeDocument(store);
  if (!bundledModels.includes(model) && !isHubName(model)) await recent.add(model);
  await writeModelSetting(model, document, languageId);
  const { hasTokenizer } = await withProgress(store, (signal) => explainer.load(document, signal));
  if (!hasTokenizer && !(await askTokenizer(parts, model))) return;
  if (store.state.analysis) await withProgress(store, (signal) => explainer.again(signal));
}
