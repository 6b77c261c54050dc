/** The page's end of the conversation with the host. */
import type { Direction, HeadChoice } from '../../src/protocol/inference';
import type { PanelCommand, PanelHostApi, PanelPageApi } from '../../src/protocol/panel';
import { layerKey, wantedLayer } from '../overview/overviewState';
import type { Port } from '../../src/protocol/port';
import { openChannel } from '../../src/protocol/rpc';
import type { SideToken } from './sides';
import { partKey, wantedDetail, wantedTile, type PanelAction, type PanelState } from './state';
import type { Store } from './store';
import { createLoader } from './loader';

/** What the user can do on the page. */
export interface PanelActions {
  choose(choice: HeadChoice): void;
  setDirection(direction: Direction): void;
  setHideSpecial(hide: boolean): void;
  /** Makes a token of one of the texts the query. */
  selectToken(token: SideToken): void;
  openModel(uri: string): void;
  runCommand(command: PanelCommand): void;
}

export interface HostLink {
  readonly actions: PanelActions;
  /** Asks the host for the present state: at the start, and whenever messages may have been lost. */
  refresh(): void;
}

/** Keeps `store` at the host's state and loads the tile that it wants. */
export function linkHost(port: Port, store: Store<PanelState, PanelAction>): HostLink {
  const { remote } = openChannel<PanelPageApi, PanelHostApi>(port, {
    show: (snapshot) => {
      store.dispatch({ type: 'snapshot', snapshot });
      return null;
    },
  });
  const loader = createLoader(
    partKey,
    (question, options) => remote.tile(question, options),
    (question, answer) => {
      store.dispatch({ type: 'tile', question, answer });
    },
    (question) => {
      store.dispatch({ type: 'tileFailed', question });
    },
  );
  const detailLoader = createLoader(
    partKey,
    (question, options) => remote.tile(question, options),
    (question, answer) => {
      store.dispatch({ type: 'detail', question, answer });
    },
    // The pooled tile stays, which says of itself that it is one.
    () => undefined,
  );
  const overviewLoader = createLoader(
    layerKey,
    (question, options) => remote.layerOverview(question, options),
    (question, answer) => {
      store.dispatch({ type: 'overviewLayer', question, answer });
    },
    (question) => {
      store.dispatch({ type: 'overviewFailed', question });
    },
  );
  store.subscribe(() => {
    loader.want(wantedTile(store.state));
    detailLoader.want(wantedDetail(store.state));
    overviewLoader.want(wantedLayer(store.state.overview, store.state.snapshot));
  });

  /** The host tells the user of its failures itself: there is nothing to add here. */
  const send = (call: Promise<unknown>): void => {
    call.catch(() => undefined);
  };
  return {
    refresh: () => {
      loader.reset();
      detailLoader.reset();
      overviewLoader.reset();
      send(
        remote.ready(null).then((snapshot) => {
          store.dispatch({ type: 'snapshot', snapshot });
        }),
      );
    },
    actions: {
      choose: (choice) => {
        send(remote.choose(choice));
        store.dispatch({ type: 'choose', choice });
      },
      setDirection: (direction) => {
        send(remote.setDirection(direction));
        store.dispatch({ type: 'setDirection', direction });
      },
      setHideSpecial: (hide) => {
        send(remote.setHideSpecial(hide));
        store.dispatch({ type: 'setHideSpecial', hide });
      },
      selectToken: (token) => {
        const run = store.state.snapshot?.run?.run;
        if (run !== undefined) send(remote.selectToken({ run, ...token }));
      },
      openModel: (uri) => {
        send(remote.openModel(uri));
      },
      runCommand: (command) => {
        send(remote.runCommand(command));
      },
    },
  };
}
