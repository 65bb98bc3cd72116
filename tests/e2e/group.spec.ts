import { setTimeout as sleep } from 'node:timers/promises';
import { findOrInstallFfmpeg } from '../../tools/machine.ts';
import { expect, test } from '../support/e2e/fixtures.ts';
import { compareRecordings, quantile } from '../support/recording/compare-recordings.ts';
import type { CodedFile } from '../support/recording/coded-media.ts';
import { makeItems, startGroupScreens } from '../support/recording/group-screens.ts';

/** Two screens of one group, seen by one recorder; `npm run bench -- sync-screens` measures what is only bounded here. */
test.describe.configure({ timeout: 150_000 });
test.skip(
  ({ shell }) => shell.name !== 'chromium',
  'the page is the same in both shells, and what it is told',
);

const common = { width: 640, height: 360, rate: 30 } as const;
const files: readonly CodedFile[] = [
  { ...common, name: 'v0.mp4', item: 0, codec: 'h264', frames: 30 },
  { ...common, name: 'i4.png', item: 4, codec: 'png', frames: 1 },
  { ...common, name: 'v1.mp4', item: 1, codec: 'h264', frames: 45 },
  { ...common, name: 'i5.png', item: 5, codec: 'png', frames: 1 },
];
/** Five times what the measurement must keep, ms. */
const P50_MS = 5 * 17;
const P95_MS = 5 * 33;
const MOST_PIECES = 4;
/** A busy machine does not look at its own screens for so long: such a piece says nothing. */
const USELESS_GAP_MS = 350;

test('two screens of a group show the same at the same time', async () => {
  const ffmpeg = await findOrInstallFfmpeg((line) => void process.stdout.write(`${line}\n`));
  if (!ffmpeg.ok) throw new Error(ffmpeg.error.message);
  const screens = await startGroupScreens({ items: await makeItems(files, 0.7), group: 'hall' });
  try {
    await screens.playing();
    await expect
      .poll(() => screens.players.map((player) => player.status()?.group_clock?.source), { timeout: 40_000 })
      .toEqual(['server', 'server']);
    // The time that was found is set, and what was shown before it goes.
    await sleep(3_000);
    const boundaries: number[] = [];
    for (let piece = 0; piece < MOST_PIECES && boundaries.length < 6; piece += 1) {
      const pair = await screens.record(9);
      if (pair.some(({ longestGapMs }) => longestGapMs > USELESS_GAP_MS)) continue;
      boundaries.push(
        ...compareRecordings(
          pair,
          files.map(({ item }) => item),
        ).boundaries,
      );
    }
    const [p50, p95] = [quantile(boundaries, 0.5), quantile(boundaries, 0.95)];
    test
      .info()
      .annotations.push({ type: 'apart', description: `${boundaries.length}: p50 ${p50}, p95 ${p95} ms` });
    expect(boundaries.length).toBeGreaterThanOrEqual(6);
    expect(p50).toBeLessThanOrEqual(P50_MS);
    expect(p95).toBeLessThanOrEqual(P95_MS);
  } finally {
    await screens.stop();
  }
});
