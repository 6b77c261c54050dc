import type * as vscode from 'vscode';
import type { ModelAnswer } from '../../protocol/inference';
import type { InferenceClient } from '../../protocol/inferenceClient';
import type { Settings } from '../settings';
import { bundledModels, locateModel } from './catalogue';
import { readModelFiles } from './modelFiles';

/** Opens the model that the settings name. */
export class Models {
  constructor(
    private readonly client: InferenceClient,
    private readonly extensionUri: vscode.Uri,
  ) {}

  /** @throws HeadlightError `model-…`, `tokenizer-…`, `cancelled` */
  open(settings: Settings, signal: AbortSignal): Promise<ModelAnswer> {
    const location = locateModel(settings.model, this.extensionUri);
    return this.client.open(location.toString(), () => readModelFiles(location), settings.threads, { signal });
  }

  bundled(): readonly string[] {
    return bundledModels;
  }
}
