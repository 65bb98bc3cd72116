import { describe, expect, it } from 'vitest';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import type { StickReader } from '../../../../src/player/stick/stick-reader.ts';
import { createStickSource } from '../../../../src/player/stick/stick-source.ts';
import { createStickWatch } from '../../../../src/player/stick/stick-watch.ts';
import { createEvents } from '../../../../src/shared/events.ts';
import { fail, ok, type Failure } from '../../../../src/shared/result.ts';
import type { StickStatus } from '../../../../src/shared/status.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

const unused = (): never => {
  throw new Error('This is not asked for.');
};

/** A watch over sticks of which each has one list, for a screen that is not paired. */
function setUp(kept = new Map<string, string>()) {
  const clock = createFakeClock();
  const state = { mounts: ['/media/me/ONE'], isWanted: true, looked: [] as string[], closed: 0 };
  const problems: (Failure | null)[] = [];
  const statuses: (StickStatus | null)[] = [];
  const reader: StickReader = {
    look: (folder) => {
      state.looked.push(folder);
      return Promise.resolve(
        ok({ lists: folder.endsWith('EMPTY') ? [] : ['lobby.digiplaylist'], notPlain: [] }),
      );
    },
    read: unused,
    hash: unused,
    write: unused,
    close: () => {
      state.closed += 1;
      return Promise.resolve();
    },
    stop: () => Promise.resolve(),
  };
  const watch = createStickWatch({
    reader,
    source: createStickSource(() => Promise.resolve(fail('offline', 'Nobody.'))),
    media: { find: unused, use: unused, storageUse: unused },
    playlists: { accept: unused, withdraw: unused, slotOf: unused, supplyProblems: unused, retryNow: unused },
    age: { asOfMs: unused, taken: unused, takenId: unused },
    credentials: () => null,
    isServerReached: unused,
    clock,
    changes: createEvents<'changed'>(),
    mounts: () => state.mounts.map((path) => ({ id: path, path, device: '8:1' })),
    lookEveryMs: 1_000,
    isWanted: () => state.isWanted,
    plays: { batches: unused },
    keyValues: { get: (name) => kept.get(name) ?? null, set: (name, value) => void kept.set(name, value) },
    log: createSilentLog(),
    onProblem: (failure) => problems.push(failure),
    onStatus: (status) => statuses.push(status),
  });
  return { clock, state, problems, statuses, watch, kept };
}

describe('the watch over sticks', () => {
  it('looks at each stick once for as long as it is in, and complains only meanwhile', async () => {
    const { clock, state, problems, statuses, watch } = setUp();
    watch.start();
    await clock.advance(5_000);
    expect(state.looked).toEqual(['/media/me/ONE']);
    expect(state.closed).toBe(1);
    expect(problems.at(-1)).toMatchObject({ code: 'stick-not-paired' });
    expect(statuses.map((status) => status?.outcome)).toEqual([undefined, 'reading', 'refused']);
    state.mounts = [];
    await clock.advance(1_000);
    expect(problems.at(-1)).toBeNull();
    state.mounts = ['/media/me/ONE'];
    await clock.advance(1_000);
    expect(state.looked).toHaveLength(2);
    await watch.stop();
    await clock.advance(10_000);
    expect(state.looked).toHaveLength(2);
  });

  it('says nothing of a stick without a list', async () => {
    const { clock, state, problems, statuses, watch } = setUp();
    state.mounts = ['/media/me/EMPTY'];
    watch.start();
    await clock.advance(2_000);
    expect(state.looked).toEqual(['/media/me/EMPTY']);
    expect([problems, statuses]).toEqual([[], [null]]);
    await watch.stop();
  });

  it('looks at none where the setting says so, and lets go of those that are in when it is changed', async () => {
    const { clock, state, problems, watch } = setUp();
    state.isWanted = false;
    watch.start();
    await clock.advance(5_000);
    expect(state.looked).toEqual([]);
    state.isWanted = true;
    await clock.advance(1_000);
    expect(problems.at(-1)).not.toBeNull();
    state.isWanted = false;
    await clock.advance(1_000);
    expect(problems.at(-1)).toBeNull();
    await watch.stop();
  });

  it('looks at eight sticks at most', async () => {
    const { clock, state, watch } = setUp();
    state.mounts = Array.from({ length: 40 }, (_, number) => `/media/me/${number}`);
    watch.start();
    await clock.advance(5_000);
    expect(state.looked).toHaveLength(8);
    await watch.stop();
  });

  it('remembers over a restart what came of the last one, and nothing that cannot be read', async () => {
    const first = setUp();
    first.watch.start();
    await first.clock.advance(2_000);
    await first.watch.stop();
    const second = setUp(first.kept);
    second.watch.start();
    expect(second.statuses).toMatchObject([{ outcome: 'refused', failure: { code: 'stick-not-paired' } }]);
    await second.watch.stop();
    const third = setUp(new Map([['last-stick', '{"at":1}']]));
    third.watch.start();
    expect(third.statuses).toEqual([null]);
    await third.watch.stop();
  });
});
