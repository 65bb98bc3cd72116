import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/types.ts';
import {
  addPictures,
  bodyOf,
  bringHere,
  crashRun,
  inspectAfterKill,
  isTold,
  killIn,
  writeBodies,
  type CrashPhase,
  type CrashWorld,
  type Kill,
} from '../support/crash-kills.ts';
import { finalFiles, needFor } from '../support/media-support.ts';
import { openTestPlayer } from '../support/playlist-support.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** A fifth of the kills is for each of these phases; the last fifth cuts the power (`playlist-power-cut`). */
const run = crashRun();
const kills = Math.ceil(run.kills / 5);
/** A kill takes about a second; a machine that is busy with something else is no fault. */
const timeLimitMs = 60_000 + kills * 30_000;
const oldNames = ['old-1.png', 'old-2.png', 'old-3.png'];

let server: Simulator;
let world: CrashWorld;

beforeEach(async () => {
  server = await startSimulator();
  world = { server, folder: temporaryFolder(), random: seededRandom(run.seed) };
});

afterEach(async () => {
  await server.stop();
});

function tell(phase: CrashPhase, struck: readonly Kill[]): void {
  const inside = struck.filter((kill) => kill.inside).length;
  const where = isTold(phase) ? `, ${inside} of them before its end was told` : '';
  console.log(`SIGKILL during ${phase}, seed ${run.seed}: ${struck.length} kills${where}`);
}

async function killOften(phase: CrashPhase, right: (names: unknown) => void): Promise<void> {
  const struck: Kill[] = [];
  while (struck.length < kills) {
    struck.push(await killIn(phase, world));
    right(inspectAfterKill(world));
  }
  tell(phase, struck);
}

const isOld = (names: unknown): void => {
  expect(names).toEqual(oldNames);
};

test(
  `SIGKILL during a download, ${kills} times: the old playlist is whole, and the download is continued`,
  async () => {
    const { folder } = world;
    await bringHere(world, addPictures(server, oldNames));
    // One for each thousand kills as for ten: a part that grows by each of its lives never becomes whole here.
    const [big] = addPictures(server, ['big.png'], 4_000_000 + kills * 400_000);
    if (big === undefined) throw new Error('no upload');
    writeBodies(folder, bodyOf(server, [big]));
    server.setThrottle(600_000);

    await killOften('download', isOld);

    server.setThrottle(null);
    server.clearRequests();
    const player = openTestPlayer({ origin: server.origin, dataFolder: folder });
    await player.store.start(false);
    const whole = await player.store.ensure(needFor(server.origin, big));
    await player.close();
    expect(whole).toMatchObject({ ok: true, value: { sha256: big.sha256 } });
    expect(server.requests).toMatchObject([{ status: 206 }]);
    expect(server.requests[0]?.bytesSent).toBeLessThan(big.size);
  },
  timeLimitMs,
);

describe.each(['rename', 'commit'] as const)('SIGKILL during %s', (phase) => {
  test(
    `${kills} times: what has a final name is right, and folder and index come together again`,
    async () => {
      const { folder } = world;
      await bringHere(world, addPictures(server, oldNames));
      const many = addPictures(
        server,
        Array.from({ length: 24 }, (_, index) => `new-${index}.png`),
      );
      writeBodies(folder, bodyOf(server, many));

      await killOften(phase, isOld);

      const player = openTestPlayer({ origin: server.origin, dataFolder: folder });
      await player.store.start(false);
      const known = player.index.files().map(({ sha256 }) => sha256);
      expect([...finalFiles(folder).names].sort()).toEqual(known.sort());
      await player.close();
    },
    timeLimitMs,
  );
});

test(
  `SIGKILL during the switch, ${kills} times: one of both playlists is whole, never something between`,
  async () => {
    const otherNames = ['other-1.png', 'other-2.png'];
    const other = addPictures(server, otherNames);
    const old = addPictures(server, oldNames);
    await bringHere(world, other, old);
    writeBodies(world.folder, bodyOf(server, other), bodyOf(server, old));

    await killOften('switch', (names) => {
      expect([oldNames, otherNames]).toContainEqual(names);
    });
  },
  timeLimitMs,
);
