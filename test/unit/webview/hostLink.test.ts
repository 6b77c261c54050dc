import { describe, expect, it, vi } from 'vitest';
import { HeadlightError } from '../../../src/core/errors';
import type { TileAnswer, TileQuestion } from '../../../src/protocol/inference';
import type { PanelHostApi, PanelPageApi } from '../../../src/protocol/panel';
import type { Port } from '../../../src/protocol/port';
import { openChannel, type Served } from '../../../src/protocol/rpc';
import { linkHost, type HostLink } from '../../../webview/state/hostLink';
import { initialState, reduce, type PanelAction, type PanelState } from '../../../webview/state/state';
import { createStore, type Store } from '../../../webview/state/store';
import { panelRun, panelSnapshot } from './snapshots';

/** Two ends of a channel that copies messages as `postMessage` does. */
function portPair(): readonly [Port, Port] {
  const listeners: ((message: unknown) => void)[] = [];
  const end = (mine: 0 | 1): Port => ({
    post: (message) => {
      const copy: unknown = structuredClone(message);
      queueMicrotask(() => listeners[1 - mine]?.(copy));
    },
    listen: (onMessage) => {
      listeners[mine] = onMessage;
    },
  });
  return [end(0), end(1)];
}

interface Opened {
  readonly link: HostLink;
  readonly store: Store<PanelState, PanelAction>;
  readonly page: ReturnType<typeof openChannel<PanelHostApi, PanelPageApi>>['remote'];
  readonly asked: { question: TileQuestion; signal: AbortSignal; answer: (answer: TileAnswer) => void }[];
  readonly calls: string[];
}

function open(change: Partial<Served<PanelHostApi>> = {}): Opened {
  const [pageEnd, hostEnd] = portPair();
  const asked: Opened['asked'] = [];
  const calls: string[] = [];
  const note = (name: string) => (): null => {
    calls.push(name);
    return null;
  };
  const { remote: page } = openChannel<PanelHostApi, PanelPageApi>(hostEnd, {
    ready: () => panelSnapshot(),
    tile: (question, { signal }) =>
      new Promise((answer) => {
        calls.push('tile');
        asked.push({ question, signal, answer });
      }),
    layerOverview: () => Promise.reject(new HeadlightError('run-unknown')),
    choose: note('choose'),
    setDirection: note('setDirection'),
    setHideSpecial: note('setHideSpecial'),
    selectToken: ({ run, token }) => note(`selectToken ${run} ${token}`)(),
    openModel: (uri) => note(`openModel ${uri}`)(),
    runCommand: note('runCommand'),
    ...change,
  });
  const store = createStore(initialState(0), reduce);
  return { link: linkHost(pageEnd, store), store, page, asked, calls };
}

const tileOf = (weight: number): TileAnswer => ({
  weights: new Float32Array(25).fill(weight),
  rows: 5,
  columns: 5,
  pooledBy: 1,
});

describe('linkHost', () => {
  it('asks for the snapshot, then once for its tile', async () => {
    const { link, store, page, asked } = open();
    link.refresh();
    await vi.waitFor(() => {
      expect(asked).toHaveLength(1);
    });
    asked[0]?.answer(tileOf(0.25));
    await vi.waitFor(() => {
      expect(store.state.tile?.largest).toBe(0.25);
    });
    await page.show(panelSnapshot({ run: panelRun({ query: [1] }) }));
    await page.show(panelSnapshot({ direction: 'attendedBy' }));
    expect(asked).toHaveLength(1);
  });

  it('cancels the question of an older choice and drops its answer', async () => {
    const { link, store, asked, calls } = open();
    link.refresh();
    await vi.waitFor(() => {
      expect(asked).toHaveLength(1);
    });
    link.actions.choose({ kind: 'self', layer: 0, head: 1 });
    await vi.waitFor(() => {
      expect(asked).toHaveLength(2);
    });
    // The host hears of the choice before it is asked for the weights.
    expect(calls).toEqual(['tile', 'choose', 'tile']);
    expect(asked[0]?.signal.aborted).toBe(true);
    asked[1]?.answer(tileOf(0.5));
    asked[0]?.answer(tileOf(0.25));
    await vi.waitFor(() => {
      expect(store.state.tile).toMatchObject({ key: '1/self/0/1/all', largest: 0.5 });
    });
  });

  it('waits quietly for the next snapshot when the run is gone', async () => {
    const tile = vi.fn(() => Promise.reject(new HeadlightError('run-unknown')));
    const { link, store } = open({ tile });
    link.refresh();
    await vi.waitFor(() => {
      expect(tile).toHaveBeenCalledTimes(1);
    });
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(store.state.tileFailed).toBe(false);
  });

  it('tells of any other failure', async () => {
    const { link, store } = open({ tile: () => Promise.reject(new HeadlightError('out-of-memory')) });
    link.refresh();
    await vi.waitFor(() => {
      expect(store.state.tileFailed).toBe(true);
    });
  });

  it('asks again for a tile that may have been lost', async () => {
    const { link, asked } = open();
    link.refresh();
    await vi.waitFor(() => {
      expect(asked).toHaveLength(1);
    });
    link.refresh();
    await vi.waitFor(() => {
      expect(asked).toHaveLength(2);
    });
    expect(asked[0]?.signal.aborted).toBe(true);
  });

  it('names the run of a selected token and outlives a host that fails', async () => {
    const { link, store, calls } = open({ runCommand: () => Promise.reject(new Error('no command')) });
    link.refresh();
    await vi.waitFor(() => {
      expect(store.state.snapshot).toBeDefined();
    });
    link.actions.runCommand('explain');
    link.actions.selectToken({ side: 'source', token: 3 });
    await vi.waitFor(() => {
      expect(calls).toContain('selectToken 1 3');
    });
  });
});
