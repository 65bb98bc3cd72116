import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSilentLog } from '../../../src/platform/logging/log.ts';
import { createBeatFiles } from '../../../src/player/beat-files.ts';
import { createEvents } from '../../../src/shared/events.ts';
import type { CurrentItem, Snapshot } from '../../../src/shared/status.ts';
import { createFakeClock } from '../../support/fakes/fake-clock.ts';
import { sampleSnapshot } from '../../support/fakes/sample-snapshot.ts';
import { createTestHost } from '../../support/fakes/test-host.ts';
import { sampleItem, sampleProgram } from '../../support/sample-program.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const page = sampleItem('page', { kind: 'web', source: 'https://form.example/', sha256: null });
const playing = (id: string): CurrentItem => ({
  id,
  fileName: id,
  since: '2026-11-29T12:00:00Z',
  until: null,
});

test('no picture is taken of a page that anybody may type into; figures are written all the same', async () => {
  const folder = temporaryFolder();
  const host = createTestHost(folder);
  const wanted: string[] = [];
  host.listen((name) => {
    wanted.push(name);
  });
  const beats = createEvents<Snapshot>();
  const live = { current: playing('page') };
  const files = createBeatFiles({
    host,
    clock: createFakeClock(),
    log: createSilentLog(),
    settings: () => ({ lastScreen: true, metrics: true, interactiveHosts: 'form.example' }),
    beats,
    live,
    stages: { playlists: { currentProgram: () => sampleProgram([page, sampleItem('still')]) } },
    session: { sendPicture: () => Promise.resolve() },
  });
  files.start();
  const snapshot = sampleSnapshot({ state: 'playing' });
  beats.tell(snapshot);
  expect(wanted).toEqual([]);
  live.current = playing('still');
  beats.tell(snapshot);
  expect(wanted).toEqual(['screen-picture-wanted']);
  await files.stop();
  expect(readFileSync(join(folder, 'metrics.prom'), 'utf8')).toContain('# EOF');
  beats.tell(snapshot);
  expect(wanted).toHaveLength(1);
});

test('a picture and figures that are wanted no more are taken away', async () => {
  const folder = temporaryFolder();
  const left = join(folder, 'last-screen.webp');
  writeFileSync(left, 'old');
  const files = createBeatFiles({
    host: createTestHost(folder),
    clock: createFakeClock(),
    log: createSilentLog(),
    settings: () => ({ lastScreen: false, metrics: false, interactiveHosts: '' }),
    beats: createEvents<Snapshot>(),
    live: { current: null },
    stages: { playlists: { currentProgram: () => null } },
    session: { sendPicture: () => Promise.resolve() },
  });
  files.start();
  expect(() => readFileSync(left)).toThrow();
  await files.stop();
});
