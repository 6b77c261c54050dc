import * as vscode from 'vscode';
import type { ModelKind } from '../../protocol/models';
import { readFrontMatter, type FrontMatter } from './frontMatter';

/** What is known of a model from its folder, without loading it. */
export interface ModelFacts extends FrontMatter {
  /** Undefined where the folder does not say it. */
  readonly kind: ModelKind | undefined;
  /** Size of the graphs and their weights. */
  readonly bytes: number;
}

/** Reads a model's folder: configuration, card, and the sizes of its files. @throws where there is no folder */
export async function readFacts(folder: vscode.Uri): Promise<ModelFacts> {
  const text = async (name: string): Promise<string> => {
    try {
      const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, name));
      return new TextDecoder().decode(bytes);
    } catch {
      return '';
    }
  };
  const [bytes, config, card] = await Promise.all([
    sizeOf(folder),
    text('config.json'),
    text('README.md'),
  ]);
  return { bytes, kind: kindOf(config), ...readFrontMatter(card) };
}

/** Graphs and weights, in the folder itself and in `onnx/` as exporters write it. */
async function sizeOf(folder: vscode.Uri): Promise<number> {
  const sizes = async (inside: vscode.Uri): Promise<number> => {
    const names = (await vscode.workspace.fs.readDirectory(inside)).map(([name]) => name);
    const files = names.filter((name) => /\.onnx([._]data.*)?$/i.test(name));
    const stats = await Promise.all(
      files.map((name) => vscode.workspace.fs.stat(vscode.Uri.joinPath(inside, name))),
    );
    return stats.reduce((sum, { size }) => sum + size, 0);
  };
  const below = sizes(vscode.Uri.joinPath(folder, 'onnx')).catch(() => 0);
  return (await sizes(folder)) + (await below);
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
