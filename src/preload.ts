import { contextBridge, ipcRenderer } from 'electron';
import type { EventName, PlayerBridge } from './shared/bridge.ts';
import { EVENT_CHANNEL, REQUEST_CHANNEL } from './shared/ipc-channels.ts';

/*
 * Runs sandboxed beside the page; the page gets `window.player` and nothing else: no channel names, no ipcRenderer, no
 * event objects (https://www.electronjs.org/docs/latest/api/context-bridge).
 */

type Listener = (payload: unknown) => void;

const listeners = new Map<EventName, Set<Listener>>();

ipcRenderer.on(EVENT_CHANNEL, (_event, name: EventName, payload: unknown) => {
  for (const listener of listeners.get(name) ?? []) listener(payload);
});

const player: PlayerBridge = {
  call: (name, input) => ipcRenderer.invoke(REQUEST_CHANNEL, name, input),
  on: (name, listener) => {
    // The main process sends each event with the payload that BridgeEvents names for it.
    const registered: Listener = (payload) => {
      (listener as Listener)(payload);
    };
    const ofName = listeners.get(name) ?? new Set();
    listeners.set(name, ofName.add(registered));
    return () => {
      ofName.delete(registered);
    };
  },
};

contextBridge.exposeInMainWorld('player', player);
