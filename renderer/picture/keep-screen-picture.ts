import type { PlayerBridge } from '../../src/shared/bridge.ts';
import type { PlayerStore, PlayerStoreState } from '../store/player-store.ts';

export interface KeepPictureDependencies {
  readonly bridge: Pick<PlayerBridge, 'call'>;
  readonly store: Pick<PlayerStore, 'getState' | 'subscribe'>;
  /** Resolves when what the store says is on the screen. */
  readonly painted: () => Promise<void>;
  /** A capture made small, as base64; null: it cannot be done. */
  readonly shrink: (source: string) => Promise<string | null>;
}

/**
 * Has the screen captured and a small picture of it kept; nothing at all when a person has the settings or the pairing screen open, or
 * opens them before it is done: a code or a PIN that is being typed is in no picture.
 */
export async function keepScreenPicture({
  bridge,
  store,
  painted,
  shrink,
}: KeepPictureDependencies): Promise<void> {
  let isPrivate = showsPrivate(store.getState());
  const unsubscribe = store.subscribe((state) => {
    isPrivate ||= showsPrivate(state);
  });
  // Read through a function, since it changes while something is waited for.
  const mayGoOn = (): boolean => !isPrivate;
  try {
    if (!mayGoOn()) return;
    // What was closed just now may still be on the screen.
    await painted();
    if (!mayGoOn()) return;
    const captured = await bridge.call('capture-screen', {});
    if (!captured.ok || !mayGoOn()) return;
    const picture = await shrink(captured.value.source);
    if (picture !== null && mayGoOn()) await bridge.call('keep-screen-picture', { picture });
  } finally {
    unsubscribe();
  }
}

function showsPrivate({ firstRun, pairingRequested, overlayOpen, snapshot }: PlayerStoreState): boolean {
  return firstRun || pairingRequested || overlayOpen || (snapshot?.serverTrial ?? null) !== null;
}
