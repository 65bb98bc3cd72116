import { act, render } from '@testing-library/react';
import { userEvent, type UserEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { vi } from 'vitest';
import { BridgeProvider } from '../../renderer/bridge/bridge-context.tsx';
import { createFakeBridge, type FakeBridge } from './fakes/fake-bridge.ts';
import { sampleSnapshot } from './fakes/sample-snapshot.ts';
import { feedPlayerStore } from '../../renderer/store/feed-player-store.ts';
import { createPlayerStore, type PlayerStore } from '../../renderer/store/player-store.ts';
import { ok } from '../../src/shared/result.ts';
import type { Snapshot } from '../../src/shared/status.ts';
import { createFakeClock } from './fakes/fake-clock.ts';

export interface ShownScreen {
  readonly bridge: FakeBridge;
  readonly store: PlayerStore;
  readonly user: UserEvent;
  readonly container: HTMLElement;
  /** What was asked of the bridge under this name, in order. */
  readonly asked: (name: string) => readonly unknown[];
  /** Lets ms of the screen's own timers go by. */
  readonly wait: (ms: number) => Promise<void>;
}

/** Draws a screen over a fake bridge, in English, on timers that the test moves (it calls `vi.useFakeTimers` before). */
export async function showScreen(
  screen: ReactNode,
  snapshot: Partial<Snapshot> = {},
  answers: Parameters<FakeBridge['answer']>[0] = {},
): Promise<ShownScreen> {
  const bridge = createFakeBridge({
    hello: () => ok({ snapshot: sampleSnapshot(snapshot), program: null }),
    ...answers,
  });
  const store = createPlayerStore();
  feedPlayerStore(store, bridge, createFakeClock());
  await vi.waitFor(() => {
    if (store.getState().snapshot === null) throw new Error('no snapshot yet');
  });
  const { container } = render(
    <BridgeProvider bridge={bridge} store={store}>
      {screen}
    </BridgeProvider>,
  );
  return {
    bridge,
    store,
    container,
    user: userEvent.setup({ delay: null }),
    asked: (name) => bridge.calls.filter((call) => call.name === name).map(({ input }) => input),
    wait: async (ms) => {
      await act(() => vi.advanceTimersByTimeAsync(ms));
    },
  };
}
