import type * as vscode from 'vscode';
import type { ModelAnswer } from '../../protocol/models';
import type { InferenceClient } from '../../protocol/inferenceClient';
import type { Settings } from '../settings';
import { bundledFor, bundledModels, canDo, locateModel, type SpecialTask } from './catalogue';
import { readFacts, type ModelFacts } from './modelFacts';
import { readModelFiles, versionOf } from './modelFiles';

/** Opens the models that settings and commands name. */
export class Models {
  constructor(
    private readonly client: InferenceClient,
    private readonly extensionUri: vscode.Uri,
  ) {}

  /** Opens the model that the settings name. @throws HeadlightError `model-…`, `tokenizer-…`, `cancelled` */
  async open(settings: Settings, signal: AbortSignal): Promise<ModelAnswer> {
    const { model, threads, modelMemory: memory } = settings;
    const location = locateModel(model, this.extensionUri);
    // Files of the user's may be replaced under the same name; those inside the extension never change.
    const version = bundledModels.includes(model) ? '' : await versionOf(location);
    const key = `${location.toString()}\n${version}`;
    return this.client.open(key, () => readModelFiles(location), { threads, memory }, { signal });
  }

  /** Opens the chosen model if it can do a task, else the bundled one that can. @throws as `open` */
  async openFor(task: SpecialTask, settings: Settings, signal: AbortSignal): Promise<ModelAnswer> {
    if (!bundledModels.includes(settings.model)) {
      const chosen = await this.open(settings, signal);
      if (canDo(task, chosen)) return chosen;
    }
    return this.open({ ...settings, model: bundledFor[task] }, signal);
  }

  /** What is known of a model without loading it; `undefined` where there is none. */
  async facts(model: string): Promise<ModelFacts | undefined> {
    return readFacts(locateModel(model, this.extensionUri)).catch(() => undefined);
  }
}
