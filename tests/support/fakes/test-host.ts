import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { EventName } from '../../../src/shared/bridge.ts';
import type { Host } from '../../../src/shared/host.ts';
import { dataFile } from '../../../src/platform/files/data-files.ts';
import { createKeyFileBox } from '../../../src/platform/files/key-file-box.ts';

/** A shell without a window: real files and a real secret box, and the two ends of the bridge in this process. */
export interface TestHost extends Host {
  /** Sends a request as the renderer would: over JSON. */
  call(name: string, input: unknown): Promise<unknown>;
  /** Hears every event that is sent to the renderer; answers a function that stops listening. */
  listen(listener: (name: EventName, payload: unknown) => void): () => void;
  /** Asks for `/media/{sha256}` as the renderer would. */
  requestMedia(request: Request): Promise<Response>;
  /** The machine wakes up. */
  wake(): void;
  readonly quits: readonly number[];
  readonly relaunches: number;
}

/** A {@link TestHost} on `dataFolder`, which is made when it is not there. */
export function createTestHost(dataFolder: string): TestHost {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const settingsFile = join(dataFolder, 'settings.json');
  const listeners = new Set<(name: EventName, payload: unknown) => void>();
  const quits: number[] = [];
  let relaunches = 0;
  let onWake = (): void => undefined;
  let answerRequest: ((name: string, input: unknown) => Promise<unknown>) | null = null;
  let answerMedia: ((request: Request) => Promise<Response>) | null = null;
  const readSettings = (): Record<string, unknown> => {
    try {
      return z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(settingsFile, 'utf8')));
    } catch {
      return {};
    }
  };
  return {
    name: 'chromium',
    appVersion: '0.0.0-test',
    dataFolder,
    machineName: 'test-machine',
    locale: 'en-GB',
    secrets: createKeyFileBox(dataFile(dataFolder, 'credentialsKey')),
    settings: {
      read: readSettings,
      write: (changes) => {
        writeFileSync(settingsFile, JSON.stringify({ ...readSettings(), ...changes }), { mode: 0o600 });
      },
    },
    screen: {
      show: () => Promise.resolve(),
      reload: () => Promise.resolve(),
      capture: () => Promise.resolve(null),
      isAlive: () => Promise.resolve(true),
    },
    bridge: {
      serve: (handler) => {
        answerRequest = handler;
      },
      send: (name, payload) => {
        const arrived: unknown = JSON.parse(JSON.stringify(payload));
        for (const listener of listeners) listener(name, arrived);
      },
    },
    serveMedia: (answer) => {
      answerMedia = answer;
    },
    onResume: (listener) => {
      onWake = listener;
    },
    wake: () => {
      onWake();
    },
    keepAwake: (wanted) => Promise.resolve({ wanted, heldBy: wanted ? ['test'] : [], failed: [] }),
    relaunch: () => {
      relaunches += 1;
    },
    quit: (exitCode) => {
      quits.push(exitCode);
    },
    call: async (name, input) => {
      if (answerRequest === null) throw new Error('nobody serves the bridge');
      return JSON.parse(JSON.stringify(await answerRequest(name, input))) as unknown;
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    requestMedia: (request) => {
      if (answerMedia === null) throw new Error('nobody serves media');
      return answerMedia(request);
    },
    quits,
    get relaunches() {
      return relaunches;
    },
  };
}
