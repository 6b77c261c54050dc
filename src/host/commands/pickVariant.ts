import * as vscode from 'vscode';
import type { ModelVariant } from '../../protocol/modelVariants';
import { memoryName, sizeName } from './modelSizes';

/** Asks which of several models of a folder or repository is wanted, with sizes and data types. */
export async function pickVariant(
  title: string,
  variants: readonly ModelVariant[],
  isThere: (variant: ModelVariant) => boolean = () => false,
): Promise<ModelVariant | undefined> {
  const items = variants.map((variant) => ({
    label: [variant.graph, variant.decoder].filter((path) => path !== undefined).join(' + '),
    description: [
      variant.dataType,
      sizeName(variant.bytes),
      memoryName(variant),
      ...(isThere(variant) ? [vscode.l10n.t('downloaded')] : []),
    ].join(' · '),
    variant,
  }));
  const placeHolder = vscode.l10n.t('Which of its ONNX files?');
  return (await vscode.window.showQuickPick(items, { title, placeHolder, matchOnDescription: true }))
    ?.variant;
}
