import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startVirtualDisplay } from '../../tools/demo/virtual-display.ts';
import { createSystemClock, wait } from '../../src/shared/clock.ts';
import { fillOf } from '../support/e2e/colours.ts';
import { startPlayer, type PlayerProcess } from '../support/e2e/player-process.ts';
import { makeFolder } from '../support/make-folder.ts';
import { startSimulator } from '../simulator/simulator.ts';
import { provisionedBy } from '../support/provisioned-by.ts';

const HOSTNAME = 'bench';
const CODE = 'BENCH-2026';
const PICTURE = 'blue.webp';
const LOOK_EVERY_MS = 20;

const clock = createSystemClock();

/** One run of a player on a data folder of its own. */
interface Life {
  readonly player: PlayerProcess;
  /** When the item on the screen was reported as shown; null: none. */
  readonly shownSince: () => string | null;
  readonly stop: () => Promise<void>;
}

/** A screen, and a server with one blue picture for it. */
export interface RecoveryScreen {
  readonly display: string;
  readonly isContent: () => boolean;
  readonly startLife: (
    environment?: Readonly<Record<string, string>>,
  ) => Life & { readonly dataFolder: string };
  readonly stop: () => Promise<void>;
}

/** Opens it; needs a build, Xvfb and Chromium. */
export async function openRecoveryScreen(): Promise<RecoveryScreen> {
  const server = await startSimulator({
    players: [{ hostname: HOSTNAME, name: 'Bench', code: CODE }],
    rateLimit: false,
  });
  server.addUpload(PICTURE, readFileSync(join(import.meta.dirname, '../support/media', PICTURE)));
  server.setPlaylist(HOSTNAME, [server.itemFor(PICTURE, { duration: 600 })]);
  const display = await startVirtualDisplay({ width: 1024, height: 768 });
  if (!display.ok) throw new Error(display.error.message);
  return {
    display: display.value.name,
    isContent: () => {
      const picture = display.value.picture();
      return picture !== null && fillOf(picture) === 'blue';
    },
    startLife: (environment = {}) => {
      const { path: dataFolder, remove } = makeFolder();
      const player = startPlayer({
        dataFolder,
        environment: {
          ...provisionedBy(server.origin, HOSTNAME, CODE),
          DIGIPLAYER_FIT: 'fill',
          DISPLAY: display.value.name,
          ...environment,
        },
      });
      return {
        dataFolder,
        player,
        shownSince: () => player.status()?.current?.since ?? null,
        async stop() {
          await player.stop();
          remove();
        },
      };
    },
    async stop() {
      await Promise.all([display.value.stop(), server.stop()]);
    },
  };
}

/** Waits until it holds; throws after `giveUpMs`. */
export async function until(giveUpMs: number, when: string, holds: () => boolean): Promise<void> {
  const start = clock.monotonic();
  while (!holds()) {
    if (clock.monotonic() - start > giveUpMs) throw new Error(`The picture did not come ${when}.`);
    await wait(clock, LOOK_EVERY_MS);
  }
}
