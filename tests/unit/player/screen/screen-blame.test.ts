import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createOverwrittenNote } from '../../../../src/platform/files/overwritten-note.ts';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { createKeyValueStore } from '../../../../src/platform/store/key-value-store.ts';
import { openDatabase } from '../../../../src/platform/store/open-database.ts';
import { blameIdOf, createBlameMemory, leftOutProblems } from '../../../../src/player/screen/blame-memory.ts';
import { createScreenBlame } from '../../../../src/player/screen/screen-blame.ts';
import type { Program, ProgramItem } from '../../../../src/shared/program.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

function item(key: string): ProgramItem {
  return {
    ...{ key, id: key, fileName: `${key}.svg`, kind: 'image', source: `/media/${key}`, sha256: key },
    ...{ mime: null, durationMs: 1_000, muted: true, window: null },
  };
}

const program: Program = {
  id: 'p',
  revision: 1,
  items: [item('picture'), item('monster'), item('other')],
  resumeAt: null,
};

/** A data folder, as far as it matters here; a second process goes on with what the first left. */
function makeKept() {
  return {
    keyValues: createKeyValueStore(openDatabase(':memory:')),
    note: createOverwrittenNote(join(temporaryFolder(), 'suspects.json')),
  };
}

function setUp(kept = makeKept()) {
  const clock = createFakeClock();
  const told: string[] = [];
  const memory = createBlameMemory(kept.keyValues, kept.note, createSilentLog(), '1.0.0');
  const blame = createScreenBlame({
    memory,
    playlists: {
      item: (_program, key) => program.items.find((one) => one.key === key) ?? null,
      currentProgram: () => program,
    },
    report: (kind, message) => told.push(`${kind}: ${message}`),
    clock,
    log: createSilentLog(),
  });
  const note = (kind: 'shown' | 'preparing' | 'prepared' | 'failed', key: string): void => {
    const about = { program: 'p', item: key };
    if (kind === 'shown') blame.note({ kind, ...about, revision: 1 });
    else if (kind === 'failed') blame.note({ kind, ...about, reason: 'broken' });
    else blame.note({ kind, ...about });
  };
  const playing = (): string[] => memory.select(program)?.items.map(({ key }) => key) ?? [];
  return { kept, clock, told, memory, blame, note, playing };
}

it('leaves out what the screen was lost over twice, tells the server once, and keeps it over a restart', () => {
  const { kept, told, memory, blame, note, playing } = setUp();
  for (let loss = 1; loss <= 2; loss += 1) {
    expect(told).toEqual([]);
    note('shown', 'picture');
    note('preparing', 'monster');
    expect(blame.screenLost('the page hangs')).toBe(loss === 2);
  }
  expect(playing()).toEqual(['picture', 'other']);
  expect(told).toEqual(['item-failed: monster.svg brought the screen down twice and is left out.']);
  expect(leftOutProblems(memory, program)).toMatchObject([
    { code: 'item-does-not-play', params: { file: 'monster.svg' } },
  ]);
  const restarted = setUp(kept);
  expect(restarted.playing()).toEqual(['picture', 'other']);
  restarted.blame.forget();
  expect(restarted.playing()).toHaveLength(3);
});

it('suspects nobody whose layer is ready, has failed, was given up long ago, or was there for an earlier loss', async () => {
  const { clock, blame, note, playing } = setUp();
  for (let loss = 0; loss < 3; loss += 1) {
    note('preparing', 'picture');
    note('prepared', 'picture');
    note('preparing', 'monster');
    note('failed', 'monster');
    note('preparing', 'other');
    await clock.advance(20_000);
    blame.screenLost('lost');
  }
  expect(playing()).toHaveLength(3);
  note('shown', 'picture');
  blame.screenLost('lost');
  blame.screenLost('lost again before anything was shown');
  expect(playing()).toHaveLength(3);
});

it('holds a loss of the whole process against who was there, as the next process finds them noted', () => {
  let current = setUp();
  for (let loss = 1; loss <= 2; loss += 1) {
    current.note('shown', 'picture');
    current.note('preparing', 'monster');
    current = setUp(current.kept);
    expect(current.blame.processLost('signal SIGKILL')).toBe(loss === 2);
    expect(setUp(current.kept).memory.lastSuspects()).toEqual([]);
  }
  expect(current.playing()).toEqual(['picture', 'other']);
  // A loss that was judged already is not judged again by the process after it.
  current.note('shown', 'other');
  current.blame.screenLost('the page hangs');
  const next = setUp(current.kept);
  expect(next.memory.lastSuspects()).toEqual([]);
});

it('knows a page by its item and its server, whatever its address is each time', () => {
  const page = (source: string): ProgramItem => ({ ...item('page'), kind: 'web', sha256: null, source });
  expect(blameIdOf(page('https://site.test/a?signed=1'))).toBe(
    blameIdOf(page('https://site.test/b?signed=2')),
  );
  expect(blameIdOf(page('https://site.test/a'))).not.toBe(blameIdOf(page('https://other.test/a')));
});

it('suspects nobody for what is lost behind a panel that is off', () => {
  const { blame, note, playing } = setUp();
  for (let loss = 0; loss < 3; loss += 1) {
    note('shown', 'picture');
    note('preparing', 'monster');
    blame.note({
      kind: 'ended',
      ...{ program: 'p', item: 'picture', shownMs: 400, complete: false, reason: 'screen-off' },
    });
    expect(blame.screenLost('the browser was killed')).toBe(false);
  }
  expect(playing()).toHaveLength(3);
});
