import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PlayerBridge } from '../../src/shared/bridge.ts';
import { EVENT_CHANNEL, REQUEST_CHANNEL } from '../../src/shared/ipc-channels.ts';
import { makeFolder } from '../support/make-folder.ts';

const { path: folder, remove } = makeFolder();
let source: string;

beforeAll(async () => {
  await build({ configFile: 'vite.preload.config.ts', logLevel: 'error', build: { outDir: folder } });
  source = readFileSync(join(folder, 'preload.cjs'), 'utf8');
}, 60_000);

afterAll(remove);

/** Runs the built script as a sandboxed preload runs: plain script, `require` for Electron's part only. */
function load() {
  const exposed: Record<string, unknown> = {};
  const invoked: unknown[][] = [];
  const listeners = new Map<string, (event: unknown, ...args: unknown[]) => void>();
  const electron = {
    contextBridge: { exposeInMainWorld: (name: string, api: unknown) => (exposed[name] = api) },
    ipcRenderer: {
      invoke: (...args: unknown[]) => {
        invoked.push(args);
        return Promise.resolve({ ok: true, value: null });
      },
      on: (channel: string, listener: (event: unknown, ...args: unknown[]) => void) => {
        listeners.set(channel, listener);
      },
    },
  };
  const require = (name: string): unknown => {
    if (name !== 'electron') throw new Error(`A sandboxed preload cannot load ${name}`);
    return electron;
  };
  runInNewContext(source, { require, module: { exports: {} }, exports: {} });
  const send = (name: string, payload: unknown): void => listeners.get(EVENT_CHANNEL)?.({}, name, payload);
  return {
    exposed,
    invoked,
    player: exposed['player'] as PlayerBridge,
    send,
    channels: [...listeners.keys()],
  };
}

test('is one script that needs nothing but Electron', () => {
  expect(source).not.toMatch(/^import /m);
  for (const name of builtinModules) expect(source).not.toContain(`require("${name}")`);
});

test('gives the page the bridge and nothing else', () => {
  const { exposed, player, channels } = load();
  expect(Object.keys(exposed)).toEqual(['player']);
  expect(Object.keys(player)).toEqual(['call', 'on']);
  expect(channels).toEqual([EVENT_CHANNEL]);
});

test('hands requests on, on the one channel', async () => {
  const { player, invoked } = load();
  expect(await player.call('sync-now', {})).toEqual({ ok: true, value: null });
  expect(invoked).toEqual([[REQUEST_CHANNEL, 'sync-now', {}]]);
});

test('brings each event to its listeners, without the event object, until they stop', () => {
  const { player, send } = load();
  const heard: unknown[][] = [];
  const stop = player.on('program', (...args) => heard.push(args));
  player.on('program', (...args) => heard.push(args));
  send('program', null);
  send('snapshot', {});
  expect(heard).toEqual([[null], [null]]);
  stop();
  send('program', null);
  expect(heard).toHaveLength(3);
});
