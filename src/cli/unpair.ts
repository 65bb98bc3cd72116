import { hostname } from 'node:os';
import { createSettingsFile } from '../shells/chromium/settings-file.ts';
import { createSilentLog } from '../platform/logging/log.ts';
import { createPlayer } from '../player/player.ts';
import type { Host } from '../shared/host.ts';
import { fail, ok, type Result } from '../shared/result.ts';
import { lockDataFolder } from '../platform/files/instance-lock.ts';
import { createKeyFileBox } from '../platform/files/key-file-box.ts';
import { dataFile } from '../platform/files/data-files.ts';

type Handler = (name: string, input: unknown) => Promise<unknown>;

/**
 * Forgets the server, as the hidden settings do: the player itself does it, started without a window and stopped again.
 * Fails while a player runs on this data folder.
 */
export async function unpair(dataFolder: string, appVersion: string): Promise<Result<string>> {
  const lock = await lockDataFolder(dataFolder);
  if (lock === null) {
    return fail(
      'already-running',
      'DigiPlayer runs on this data folder; stop it first, or unpair it on its screen.',
    );
  }
  let handler: Handler = () => Promise.resolve(null);
  const player = createPlayer(
    windowlessHost(dataFolder, appVersion, (given) => {
      handler = given;
    }),
    // No file and no environment: nothing may pair this screen while it is being unpaired.
    { commandLine: { logLevel: 'error' }, configPath: null, environment: {} },
  );
  try {
    const started = await player.start();
    if (!started.ok) return started;
    // With a PIN it is the technician's to do, or of whoever may delete the PIN's files.
    const done = (await handler('unpair', {})) as Result<null>;
    if (!done.ok) return done;
  } finally {
    await player.stop();
    lock.release();
  }
  return ok('This screen is unpaired.\n');
}

function windowlessHost(dataFolder: string, appVersion: string, serve: (handler: Handler) => void): Host {
  const nothing = (): Promise<void> => Promise.resolve();
  return {
    name: 'chromium',
    appVersion,
    dataFolder,
    machineName: hostname(),
    locale: 'en',
    secrets: createKeyFileBox(dataFile(dataFolder, 'credentialsKey')),
    settings: createSettingsFile(dataFolder, createSilentLog()),
    screen: {
      show: nothing,
      reload: nothing,
      capture: () => Promise.resolve(null),
      isAlive: () => Promise.resolve(true),
    },
    bridge: { serve, send: () => undefined },
    serveMedia: () => undefined,
    keepAwake: () => Promise.resolve({ wanted: false, heldBy: [], failed: [] }),
    relaunch: () => undefined,
    quit: () => undefined,
  };
}
