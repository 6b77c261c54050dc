import * as vscode from 'vscode';
import type { HeadChoice } from '../protocol/inference';

/** “Layer 2 · Head 5”, “Layer 2 · mean over heads”, … in the user's language. */
export function choiceName({ layer, head }: HeadChoice): string {
  return `${layerName(layer)} · ${headName(head)}`;
}

/** “L2 · H5” for the status bar. */
export function shortChoiceName({ layer, head }: HeadChoice): string {
  const mean = vscode.l10n.t('mean');
  const shortHead = head === 'mean' ? mean : head === 'max' ? vscode.l10n.t('max') : String(head);
  return `L ${layer === 'mean' ? mean : layer} · H ${shortHead}`;
}

export function layerName(layer: HeadChoice['layer']): string {
  return layer === 'mean' ? vscode.l10n.t('mean over layers') : vscode.l10n.t('Layer {0}', layer);
}

export function headName(head: HeadChoice['head']): string {
  if (head === 'mean') return vscode.l10n.t('mean over heads');
  if (head === 'max') return vscode.l10n.t('max over heads');
  return vscode.l10n.t('Head {0}', head);
}
