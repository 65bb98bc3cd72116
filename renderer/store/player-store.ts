import { createContext, useContext } from 'react';
import { createStore, useStore, type StoreApi } from 'zustand';
import type { BridgeEvents } from '../../src/shared/bridge.ts';
import type { Program } from '../../src/shared/program.ts';
import type { Snapshot } from '../../src/shared/status.ts';

/** What the renderer knows: what the bridge told, and which of its own screens a person opened. */
export interface PlayerStoreState {
  /** Null until the bridge has answered `hello`. */
  readonly snapshot: Snapshot | null;
  /** What is to be played; null: nothing yet. */
  readonly program: Program | null;
  /** How far the pairing that runs has come; null when none ran. */
  readonly pairingStep: BridgeEvents['pairing-step'] | null;
  /** First run: nothing is paired and nothing cached. Stays true until there is something to see (ARCHITECTURE.md, *Never blank*). */
  readonly firstRun: boolean;
  /** A technician asked for the pairing screen over running content. */
  readonly pairingRequested: boolean;
  readonly overlayOpen: boolean;
  /** A technician looks at the test pattern in place of content. */
  readonly testPattern: boolean;

  readonly takeSnapshot: (snapshot: Snapshot) => void;
  readonly takeProgram: (program: Program | null) => void;
  readonly takePairingStep: (step: BridgeEvents['pairing-step']) => void;
  /** Empties {@link pairingStep}, before another try. */
  readonly forgetPairingStep: () => void;
  readonly openOverlay: () => void;
  readonly closeOverlay: () => void;
  readonly showTestPattern: (shows: boolean) => void;
  /** Shows the pairing screen in place of the overlay. */
  readonly requestPairing: () => void;
  /** Takes a requested pairing screen away again; on a first run there is nothing to go back to, and it stays. */
  readonly dismissPairing: () => void;
}

export type PlayerStore = StoreApi<PlayerStoreState>;

/** Makes the store, empty. {@link feedPlayerStore} fills it. */
export function createPlayerStore(): PlayerStore {
  return createStore<PlayerStoreState>()((set) => ({
    snapshot: null,
    program: null,
    pairingStep: null,
    firstRun: false,
    pairingRequested: false,
    overlayOpen: false,
    testPattern: false,

    takeSnapshot: (snapshot) => {
      set(({ firstRun }) => ({ snapshot, firstRun: isFirstRun(snapshot, firstRun) }));
    },
    takeProgram: (program) => {
      set({ program });
    },
    takePairingStep: (pairingStep) => {
      set(({ pairingRequested }) => ({
        pairingStep,
        pairingRequested: pairingRequested && pairingStep.step !== 'play',
      }));
    },
    forgetPairingStep: () => {
      set({ pairingStep: null });
    },
    openOverlay: () => {
      set({ overlayOpen: true });
    },
    closeOverlay: () => {
      set({ overlayOpen: false, testPattern: false });
    },
    showTestPattern: (testPattern) => {
      set({ testPattern });
    },
    requestPairing: () => {
      set({ pairingRequested: true, overlayOpen: false, testPattern: false, pairingStep: null });
    },
    dismissPairing: () => {
      set({ pairingRequested: false });
    },
  }));
}

/** Pairing passes through `syncing`: the screen that shows its progress must not vanish half-way. */
function isFirstRun(snapshot: Snapshot, before: boolean): boolean {
  if (snapshot.state === 'unpaired') return true;
  return snapshot.state === 'syncing' && before;
}

export const PlayerStoreContext = createContext<PlayerStore | null>(null);

/** Reads a part of the store and follows its changes. */
export function usePlayerStore<Part>(select: (state: PlayerStoreState) => Part): Part {
  const store = useContext(PlayerStoreContext);
  if (store === null) throw new Error('usePlayerStore needs a BridgeProvider above it');
  return useStore(store, select);
}
