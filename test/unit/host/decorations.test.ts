import { beforeEach, describe, expect, it, vi, type Mock } from 'vitest';
import type { Analysis } from '../../../src/host/analysis';
import { Decorations, levelCount } from '../../../src/host/editor/decorations';
import type { State, Store } from '../../../src/host/state';

/** The events of a window, and what is in view. */
const window = vi.hoisted(() => {
  const fires: Record<string, (event: unknown) => void> = {};
  const on = (name: string) => (listener: (event: unknown) => void) => {
    fires[name] = listener;
    return { dispose: () => undefined };
  };
  return { fires, on, visible: [] as unknown[] };
});

vi.mock('vscode', () => ({
  window: {
    createTextEditorDecorationType: () => ({ dispose: () => undefined }),
    onDidChangeVisibleTextEditors: window.on('visible'),
    get visibleTextEditors() {
      return window.visible;
    },
  },
  workspace: {
    onDidChangeConfiguration: window.on('configuration'),
    onDidChangeTextDocument: window.on('text'),
    getConfiguration: () => ({ get: () => undefined }),
  },
  DecorationRangeBehavior: {},
  OverviewRulerLane: {},
  ThemeColor: vi.fn(),
  Range: vi.fn(),
}));

interface Editor {
  readonly document: object;
  readonly setDecorations: Mock<(type: unknown, ranges: readonly unknown[]) => void>;
}

const documentAt = (path: string): object => ({ uri: { toString: () => path }, positionAt: () => 0 });
const editorOf = (document: object): Editor => ({ document, setDecorations: vi.fn() });

function analysisOf(document: object): Analysis {
  const span = { start: 0, end: 3 };
  const source = { uri: { toString: () => 'a' }, text: 'cat', range: span, tokens: [], spans: [span] };
  const row = { weights: Float32Array.of(1), hidden: 0, side: 'source', direction: 'attendsTo' };
  const query = { side: 'source', span, tokens: [] };
  // SAFETY: Decorations look at no more of an analysis than this.
  return { document, sides: { source, target: undefined }, stale: false, query, row } as unknown as Analysis;
}

describe('decorations are sent to the workbench', () => {
  const analysed = documentAt('a');
  const [first, other] = [editorOf(analysed), editorOf(documentAt('b'))];
  let tell: (analysis: Analysis | undefined) => void;

  beforeEach(() => {
    first.setDecorations.mockClear();
    other.setDecorations.mockClear();
    window.visible = [first, other];
    const listeners: (() => void)[] = [];
    const state: { analysis: Analysis | undefined } = { analysis: undefined };
    // SAFETY: Decorations read the analysis alone, and listen.
    const store = {
      state: state as State,
      onDidChange: (listener: () => void) => listeners.push(listener),
    } as unknown as Store;
    new Decorations(store);
    tell = (analysis) => {
      state.analysis = analysis;
      for (const listener of listeners) listener();
    };
  });

  // Each is a message, and the workbench warns of those for an editor that it has closed meanwhile.
  it('for nothing that shows none and shall show none', () => {
    window.fires.visible?.(undefined);
    tell(undefined);
    expect(first.setDecorations).not.toHaveBeenCalled();
    tell(analysisOf(analysed));
    expect(other.setDecorations).not.toHaveBeenCalled();
  });

  it('once for each analysis, and again to clear it', () => {
    const analysis = analysisOf(analysed);
    tell(analysis);
    const types = levelCount + 2;
    expect(first.setDecorations).toHaveBeenCalledTimes(types);
    window.fires.visible?.(undefined);
    tell(analysis);
    expect(first.setDecorations).toHaveBeenCalledTimes(types);
    tell(undefined);
    expect(first.setDecorations).toHaveBeenCalledTimes(2 * types);
    expect(first.setDecorations.mock.calls.slice(types).every(([, ranges]) => ranges.length === 0)).toBe(
      true,
    );
  });

  it('to an editor that comes into view, and to all for another threshold', () => {
    tell(analysisOf(analysed));
    const late = editorOf(analysed);
    window.visible = [first, late];
    window.fires.visible?.(undefined);
    expect(late.setDecorations).toHaveBeenCalledTimes(levelCount + 2);
    window.fires.configuration?.({ affectsConfiguration: () => true });
    expect(late.setDecorations).toHaveBeenCalledTimes(2 * (levelCount + 2));
  });
});
