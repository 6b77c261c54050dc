import * as vscode from 'vscode';
import { kindsOf, kindTitle, type Kind, type KindTitle } from '../core/analysis/kinds';
import type { BlockKind, HeadChoice } from '../protocol/inference';

/** “Layer 2 · Head 5”, “Layer 2 · mean over heads”, …; with the kind where the model has several. */
export function choiceName({ kind, layer, head }: HeadChoice, blocks: readonly Kind[]): string {
  return [...kindPart(kind, blocks), layerName(layer), headName(head)].join(' · ');
}

/** “L 2 · H 5” for the status bar. */
export function shortChoiceName({ kind, layer, head }: HeadChoice, blocks: readonly Kind[]): string {
  const mean = vscode.l10n.t('mean');
  const shortHead = head === 'mean' ? mean : head === 'max' ? vscode.l10n.t('max') : String(head);
  return [...kindPart(kind, blocks), `L ${layer === 'mean' ? mean : layer}`, `H ${shortHead}`].join(' · ');
}

function kindPart(kind: BlockKind, blocks: readonly Kind[]): string[] {
  const kinds = kindsOf(blocks);
  const found = kinds.find((one) => one.kind === kind);
  return found && kinds.length > 1 ? [kindName(found, blocks)] : [];
}

export function kindName(kind: Kind, blocks: readonly Kind[]): string {
  const names: Readonly<Record<KindTitle, string>> = {
    encoder: vscode.l10n.t('Encoder'),
    decoder: vscode.l10n.t('Decoder'),
    cross: vscode.l10n.t('Cross'),
    self: vscode.l10n.t('Self'),
    causal: vscode.l10n.t('Causal'),
  };
  return names[kindTitle(kind, blocks)];
}

export function layerName(layer: HeadChoice['layer']): string {
  return layer === 'mean' ? vscode.l10n.t('mean over layers') : vscode.l10n.t('Layer {0}', layer);
}

export function headName(head: HeadChoice['head']): string {
  if (head === 'mean') return vscode.l10n.t('mean over heads');
  if (head === 'max') return vscode.l10n.t('max over heads');
  return vscode.l10n.t('Head {0}', head);
}
