import * as vscode from 'vscode';
import type { Scope } from '../core/text/scope';
import type { HeadChoice } from '../protocol/inference';
import type { EngineChoice } from '../protocol/workerHandle';

/** The values of `headlight.*`, read afresh at each use so that a change takes effect at once. */
export interface Settings {
  readonly model: string;
  readonly scope: Scope;
  readonly choice: Pick<HeadChoice, 'layer' | 'head'>;
  readonly threshold: number;
  readonly hideSpecialTokens: boolean;
  readonly live: boolean;
  readonly engine: EngineChoice;
  /** Address of the hub that models are downloaded from. */
  readonly hubEndpoint: string;
  readonly threads: number;
  /** Bytes that the models in memory may take together. */
  readonly modelMemory: number;
  /** Beams of the search for a translation. */
  readonly beams: number;
}

const megabyte = 1_000_000;
const scopes: readonly Scope[] = ['sentence', 'paragraph', 'document'];
const engines: readonly EngineChoice[] = ['auto', 'wasm', 'native'];

/** The settings as they hold for `where`; a value of the wrong kind counts as the default. */
export function readSettings(where?: vscode.ConfigurationScope): Settings {
  const section = vscode.workspace.getConfiguration('headlight', where);
  const layer = section.get<unknown>('layer');
  const head = section.get<unknown>('head');
  const scope = section.get<unknown>('scope');
  const engine = section.get<unknown>('engine');
  return {
    model: text(section.get('model'), 'headlight-encoder'),
    scope: scopes.find((known) => known === scope) ?? 'paragraph',
    choice: {
      layer: index(layer) ?? 'mean',
      head: index(head) ?? (head === 'max' ? 'max' : 'mean'),
    },
    threshold: between(section.get('threshold'), 0, 1, 0.05),
    hideSpecialTokens: section.get<unknown>('hideSpecialTokens') !== false,
    live: section.get<unknown>('live') === true,
    engine: engines.find((known) => known === engine) ?? 'auto',
    hubEndpoint: text(section.get('hub.endpoint'), 'https://huggingface.co'),
    threads: Math.trunc(between(section.get('threads'), 0, 64, 0)),
    modelMemory: megabyte * between(section.get('modelMemory'), 0, 65_536, 512),
    beams: Math.trunc(between(section.get('beams'), 1, 16, 1)),
  };
}

function text(value: unknown, fallback: string): string {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : fallback;
}

function between(value: unknown, low: number, high: number, fallback: number): number {
  return typeof value === 'number' && Number.isFinite(value)
    ? Math.min(high, Math.max(low, value))
    : fallback;
}

/** A whole number from 0, also where it was typed as text. */
function index(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 ? number : undefined;
}
