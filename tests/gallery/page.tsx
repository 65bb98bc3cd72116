import { createRoot } from 'react-dom/client';
import { App } from '../../renderer/app.tsx';
import { BridgeProvider } from '../../renderer/bridge/bridge-context.tsx';
import { createFakeBridge, type FakeBridge } from '../support/fakes/fake-bridge.ts';
import { feedPlayerStore } from '../../renderer/store/feed-player-store.ts';
import { createPlayerStore } from '../../renderer/store/player-store.ts';
import { createSystemClock } from '../../src/shared/clock.ts';
import { states } from './states.ts';
import { answersOf } from './worlds.ts';

declare global {
  interface Window {
    /** The bridge of the state that is shown, for steps that send an event. */
    galleryBridge?: FakeBridge;
  }
}

/** Shows the state that the address names (`?state=…`) with the real app over a fake bridge. */
function showState(): void {
  const name = new URLSearchParams(location.search).get('state');
  const state = states.find((one) => one.name === name);
  const root = document.getElementById('root');
  if (state === undefined || root === null) throw new Error(`The gallery has no state ${String(name)}`);
  const isPortrait = innerHeight > innerWidth;
  const bridge = createFakeBridge(answersOf(state.world, isPortrait ? 'portrait' : 'landscape'));
  const clock = createSystemClock();
  const store = createPlayerStore();
  window.galleryBridge = bridge;
  feedPlayerStore(store, bridge, clock);
  createRoot(root).render(
    <BridgeProvider bridge={bridge} store={store}>
      <App clock={clock} />
    </BridgeProvider>,
  );
}

showState();
