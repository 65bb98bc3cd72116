import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { createSystemClock } from '../src/shared/clock.ts';
import { App } from './app.tsx';
import { BridgeProvider } from './bridge/bridge-context.tsx';
import { connectBridge } from './bridge/connect-bridge.ts';
import { feedPlayerStore } from './store/feed-player-store.ts';
import { createPlayerStore } from './store/player-store.ts';

// Zod would probe for `eval`, which the content security policy forbids and the console then reports.
z.config({ jitless: true });

const clock = createSystemClock();
const bridge = connectBridge(window, clock);
const store = createPlayerStore();
feedPlayerStore(store, bridge, clock);

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id root');
createRoot(root).render(
  <BridgeProvider bridge={bridge} store={store}>
    <App clock={clock} />
  </BridgeProvider>,
);
