import * as vscode from 'vscode';
import type { ModelKind } from '../../protocol/models';
import { readFrontMatter, type FrontMatter } from './frontMatter';
import { listModels } from './modelListing';

/** What is known of a model from its folder, without loading it. */
export interface ModelFacts extends FrontMatter {
  /** Undefined where the folder does not say it. */
  readonly kind: ModelKind | undefined;
  /** Size of its graphs and their weights. */
  readonly bytes: number;
  /** How the weights are stored, as far as the files' names say it. */
  readonly dataType: string | undefined;
}

/** Reads what lies at a model's location: configuration, card, and the sizes of its files. @throws where there is nothing */
export async function readFacts(location: vscode.Uri): Promise<ModelFacts> {
  const { folder, variant } = await listModels(location);
  const text = async (name: string): Promise<string> => {
    try {
      const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, name));
      return new TextDecoder().decode(bytes);
    } catch {
      return '';
    }
  };
  const [config, card] = await Promise.all([text('config.json'), text('README.md')]);
  return {
    bytes: variant?.bytes ?? 0,
    dataType: variant?.dataType,
    kind: kindOf(config),
    ...readFrontMatter(card),
  };
}

/** The kind that a config.json names by the class of the model. */
function kindOf(config: string): ModelKind | undefined {
  try {
    const fields: unknown = JSON.parse(config);
    if (typeof fields !== 'object' || fields === null) return undefined;
    if ('is_encoder_decoder' in fields && fields.is_encoder_decoder === true) return 'encoderDecoder';
    const names = 'architectures' in fields ? JSON.stringify(fields.architectures) : '';
    return /CausalLM|LMHeadModel/.test(names) ? 'decoder' : 'encoder';
  } catch {
    return undefined;
  }
}
