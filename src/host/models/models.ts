import * as vscode from 'vscode';
import { HeadlightError } from '../../core/errors';
import type { ModelAnswer } from '../../protocol/models';
import type { InferenceClient } from '../../protocol/inferenceClient';
import type { Downloads } from '../hub/downloads';
import { isHubName } from '../hub/hubName';
import type { Settings } from '../settings';
import { bundledFor, bundledModels, canDo, locateModel, type SpecialTask } from './catalogue';
import { withTokenizer } from './chosenTokenizer';
import { readFacts, type ModelFacts } from './modelFacts';
import { readModelFiles, versionOf } from './modelFiles';
import type { TokenizerChoices } from './tokenizerChoices';

/** Where a model lies, with its name for the screen where its files do not say it. */
interface Located {
  readonly location: vscode.Uri;
  readonly name?: string;
}

/** Opens the models that settings and commands name. */
export class Models {
  constructor(
    private readonly client: InferenceClient,
    private readonly extensionUri: vscode.Uri,
    private readonly downloads: Downloads,
    private readonly tokenizers: TokenizerChoices,
  ) {}

  /**
   * Opens the model that the settings name, with the tokenizer that was chosen for it, if one was.
   * @throws HeadlightError `model-…`, `tokenizer-…`, `file-unreadable`, `cancelled`
   */
  async open(settings: Settings, signal: AbortSignal): Promise<ModelAnswer> {
    const { model, threads, modelMemory: memory } = settings;
    const { location, name } = await this.#locate(model);
    // Files of the user's may be replaced under the same name; those inside the extension never change.
    const version = bundledModels.includes(model) ? '' : await versionOf(location);
    const choice = this.tokenizers.of(model);
    const key = [location.toString(), version, JSON.stringify(choice ?? null)].join('\n');
    const load = async () => {
      const files = await withTokenizer(await readModelFiles(location), choice);
      return name === undefined ? files : { ...files, name };
    };
    return this.client.open(key, load, { threads, memory }, { signal });
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
    try {
      return await readFacts((await this.#locate(model)).location);
    } catch {
      return undefined;
    }
  }

  /** @throws HeadlightError `model-untrusted`, `model-not-downloaded` */
  async #locate(model: string): Promise<Located> {
    if (isHubName(model)) {
      const { folder, record } = await this.downloads.find(model);
      const [short = record.repo] = record.repo.split('/').slice(-1);
      const isPlain = record.dataType === 'float32';
      return {
        location: vscode.Uri.joinPath(folder, record.graph),
        name: isPlain ? short : `${short} (${record.dataType})`,
      };
    }
    // A model is read by our own code and by the engine: nothing that a stranger's workspace should feed.
    if (!bundledModels.includes(model) && !vscode.workspace.isTrusted) throw new HeadlightError('model-untrusted');
    return { location: locateModel(model, this.extensionUri) };
  }
}
