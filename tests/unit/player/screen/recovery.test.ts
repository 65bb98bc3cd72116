import { describe, expect, it, onTestFinished } from 'vitest';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { createRecovery } from '../../../../src/player/screen/recovery.ts';
import { createRecoveryMemory } from '../../../../src/player/screen/recovery-memory.ts';
import type { ScreenTrouble } from '../../../../src/shared/host.ts';
import type { Program, ProgramItem } from '../../../../src/shared/program.ts';
import { createKeyValueStore, type KeyValueStore } from '../../../../src/platform/store/key-value-store.ts';
import { openDatabase } from '../../../../src/platform/store/open-database.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

function item(key: string, kind: ProgramItem['kind']): ProgramItem {
  return {
    key,
    id: key,
    fileName: key,
    kind,
    source: `/media/${key}`,
    sha256: null,
    mime: null,
    durationMs: 1_000,
    muted: true,
    window: null,
  };
}

const program: Program = {
  id: 'p',
  revision: 3,
  items: [item('a', 'image'), item('b', 'video'), item('c', 'pdf')],
  resumeAt: 'b',
};

function recover({
  keyValues = createKeyValueStore(openDatabase(':memory:')),
  hasWindow = true,
  leavesOut = false,
}: { keyValues?: KeyValueStore; hasWindow?: boolean; leavesOut?: boolean } = {}) {
  const clock = createFakeClock();
  const did: string[] = [];
  const blamed: string[] = [];
  let shellTrouble: (trouble: ScreenTrouble) => void = () => undefined;
  const log = createSilentLog();
  const memory = createRecoveryMemory(keyValues, { read: () => null, write: () => undefined }, log, '1.0.0');
  const recovery = createRecovery({
    host: {
      screen: {
        hasWindow,
        show: () => Promise.resolve(),
        reload: (reason) => {
          did.push(`reload: ${reason}`);
          return Promise.resolve();
        },
        capture: () => Promise.resolve(null),
        isAlive: () => Promise.resolve(true),
      },
      onTrouble: (listener) => {
        shellTrouble = listener;
      },
      relaunch: () => did.push('relaunch'),
    },
    memory,
    clock,
    log,
    report: (kind, message) => did.push(`${kind}: ${message}`),
    onRelaunch: () => did.push('noted'),
    onModeChange: () => did.push('mode'),
    onGraphicsLost: () => did.push('draws anew'),
    blame: {
      screenLost: (reason) => {
        blamed.push(reason);
        return leavesOut;
      },
      processLost: (reason) => {
        blamed.push(reason);
        return leavesOut;
      },
      forget: () => undefined,
    },
  });
  onTestFinished(() => {
    recovery.stop();
  });
  const troubles = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index++) {
      recovery.screenLost('silent', 'Silent.');
      await clock.advance(10_000);
    }
  };
  return {
    recovery,
    memory,
    clock,
    did,
    keyValues,
    blamed,
    troubles,
    shellTrouble: (reason: string, lost: ScreenTrouble['lost'] = 'page', needsNewProcess = false) => {
      shellTrouble({ reason, lost, needsNewProcess });
    },
  };
}

/** Three processes, one after another, each with five troubles: the last one is in safe mode. */
async function untilSafeMode(): Promise<ReturnType<typeof recover>> {
  const first = recover();
  first.recovery.start({ reason: 'boot', cause: null });
  await first.troubles(5);
  const second = recover({ keyValues: first.keyValues });
  second.recovery.start({ reason: 'recovery', cause: null });
  await second.troubles(5);
  const third = recover({ keyValues: first.keyValues });
  third.recovery.start({ reason: 'recovery', cause: null });
  await third.troubles(5);
  return third;
}

describe('recovery', () => {
  it('loads a lost screen again and tells the server', async () => {
    const { recovery, memory, did, troubles, clock } = recover();
    recovery.start({ reason: 'boot', cause: null });
    await troubles(1);
    expect(did).toEqual(['recovered: Silent.', 'reload: silent']);
    expect(memory.counters()).toEqual({ screen: 1, relaunches: 0, safeMode: false });
    recovery.stop();
    expect(clock.pendingTimers()).toBe(0);
  });

  it('starts the player anew at the fifth trouble, notes it first, and does nothing more', async () => {
    const { recovery, did, troubles } = recover();
    recovery.start({ reason: 'boot', cause: null });
    await troubles(8);
    expect(did.filter((line) => line.startsWith('reload'))).toHaveLength(4);
    expect(did.slice(-2)).toEqual(['noted', 'relaunch']);
  });

  it('climbs from a reload to a relaunch when the screen stays black, and keeps that over the relaunch', () => {
    const keyValues = createKeyValueStore(openDatabase(':memory:'));
    const first = recover({ keyValues });
    first.recovery.start({ reason: 'boot', cause: null });
    first.recovery.screenLost('black', 'Black.', false);
    expect(first.did.at(-1)).toBe('reload: black');
    first.recovery.screenLost('black', 'Still black.', true);
    expect(first.did.slice(-2)).toEqual(['noted', 'relaunch']);

    const second = recover({ keyValues });
    second.recovery.start({ reason: 'recovery', cause: null });
    second.recovery.screenLost('black', 'Still black.', true);
    expect(second.did.at(-1)).toBe('reload: black');
    expect(second.memory.counters()).toEqual({ screen: 3, relaunches: 1, safeMode: false });
  });

  it('goes on where it was after a restart, into safe mode, which sends images only and as something newer', async () => {
    const { memory, did } = await untilSafeMode();
    expect(did).toContain('mode');
    expect(memory.counters()).toEqual({ screen: 15, relaunches: 2, safeMode: true });
    const selected = memory.select(program);
    expect(selected).toMatchObject({ id: 'p', items: [{ key: 'a' }], resumeAt: null });
    expect(selected?.revision).toBeGreaterThan(program.revision);
  });

  it('leaves a program without images as it is, since content that may fail is better than none', async () => {
    const { memory } = await untilSafeMode();
    const videos = { ...program, items: program.items.slice(1) };
    expect(memory.select(videos)?.items).toEqual(videos.items);
    expect(memory.select(null)).toBeNull();
  });

  it('stays in safe mode over a crash and leaves it at a start that somebody asked for', async () => {
    const { keyValues } = await untilSafeMode();
    const crashed = recover({ keyValues });
    crashed.recovery.start({ reason: 'crash', cause: null });
    expect(crashed.memory.select(program)?.items).toHaveLength(1);
    const asked = recover({ keyValues });
    asked.recovery.start({ reason: 'request', cause: null });
    expect(asked.memory.select(program)?.items).toHaveLength(3);
    expect(asked.memory.counters().screen).toBe(15);
  });

  it('leaves safe mode after an hour without trouble, or when a technician gives all another chance', async () => {
    const patient = await untilSafeMode();
    await patient.clock.advance(3_661_000);
    expect(patient.memory.counters().safeMode).toBe(false);
    expect(patient.memory.select(program)?.items).toHaveLength(3);
    const technician = await untilSafeMode();
    technician.recovery.askedForFreshStart();
    expect(technician.memory.counters().safeMode).toBe(false);
  });

  it('holds who was there responsible for a page or graphics process that is lost, and nobody for a dark or missing page', async () => {
    const { clock, recovery, blamed, did, shellTrouble } = recover({ leavesOut: true });
    recovery.start({ reason: 'boot', cause: null });
    recovery.screenLost('black', 'Black.');
    recovery.screenLost('never-connected', 'Silence.');
    expect(blamed).toEqual([]);
    await clock.advance(10_000);
    recovery.screenLost('silent', 'Silent.');
    shellTrouble('killed', 'graphics');
    expect(blamed).toHaveLength(2);
    expect(did.slice(-2), 'the page stands, and needs to be told').toEqual(['mode', 'draws anew']);
    recovery.stop();
  });

  it('answers what the shell lost with an order to load it, and counts a page that starts anew for no known reason', () => {
    const { recovery, memory, did, shellTrouble } = recover();
    recovery.start({ reason: 'boot', cause: null });
    recovery.rendererStarted();
    expect(memory.counters().screen).toBe(0);
    shellTrouble('signal SIGKILL');
    expect(did.filter((line) => line.startsWith('reload'))).toEqual(['reload: signal SIGKILL']);
    recovery.rendererStarted();
    expect(memory.counters().screen, 'its hello is no second trouble').toBe(1);
    recovery.rendererStarted();
    expect(memory.counters().screen).toBe(2);
    expect(
      did.filter((line) => line.startsWith('reload')),
      'it is back already',
    ).toHaveLength(1);
  });

  it('waits longer with each trouble, and takes what fails meanwhile for the same one', async () => {
    const { recovery, memory, clock, did, shellTrouble } = recover();
    recovery.start({ reason: 'boot', cause: null });
    const reloads = (): number => did.filter((line) => line.startsWith('reload')).length;
    shellTrouble('crashed');
    expect(reloads()).toBe(1);
    shellTrouble('crashed');
    shellTrouble('load failed');
    await clock.advance(499);
    expect(reloads()).toBe(1);
    await clock.advance(1);
    expect(reloads()).toBe(2);
    expect(memory.counters().screen).toBe(2);
    shellTrouble('crashed');
    recovery.stop();
    await clock.advance(60_000);
    expect(reloads()).toBe(2);
    expect(clock.pendingTimers()).toBe(0);
  });

  it('leaves a graphics process to the browser, and starts anew once only a new process helps', () => {
    const { recovery, memory, did, shellTrouble } = recover();
    recovery.start({ reason: 'boot', cause: null });
    for (let loss = 0; loss < 20; loss += 1) shellTrouble('crashed', 'graphics');
    expect(did, 'the page draws anew, and nothing else').toEqual(
      Array.from({ length: 20 }, () => 'draws anew'),
    );
    shellTrouble('crashed', 'graphics', true);
    expect(did.slice(20)).toEqual(['noted', 'relaunch']);
    expect(memory.counters()).toEqual({ screen: 0, relaunches: 1, safeMode: false });
  });

  it('holds also the loss after which the player starts anew against what was shown', async () => {
    const { troubles, blamed, did } = recover();
    await troubles(5);
    expect(did.at(-1)).toBe('relaunch');
    expect(blamed).toHaveLength(5);
  });

  it('counts a restart that a crash made necessary, and none that had its display to blame', () => {
    const { recovery, memory, blamed } = recover();
    recovery.start({ reason: 'crash', cause: 'signal SIGKILL' });
    expect(memory.counters().relaunches).toBe(1);
    expect(blamed).toEqual(['The player was lost (signal SIGKILL).']);
    const faulty = recover();
    faulty.recovery.start({ reason: 'crash', cause: 'a bug' });
    expect(faulty.blamed).toEqual([]);
    const other = recover();
    other.recovery.start({ reason: 'display', cause: null });
    expect(other.memory.counters().relaunches).toBe(0);
  });

  it('takes the first page after a display that was away for no trouble', () => {
    const { recovery, memory } = recover();
    recovery.start({ reason: 'boot', cause: null });
    recovery.rendererStarted();
    recovery.screenAway();
    recovery.rendererStarted();
    expect(memory.counters().screen).toBe(0);
  });

  it('takes no page for a trouble where people open and close them', () => {
    const { recovery, memory } = recover({ hasWindow: false });
    recovery.start({ reason: 'boot', cause: null });
    for (let index = 0; index < 9; index++) recovery.rendererStarted();
    expect(memory.counters().screen).toBe(0);
  });
});

describe('the last recovery', () => {
  it('is kept over a restart by what it was from, with what the browser said of it', async () => {
    const keyValues = createKeyValueStore(openDatabase(':memory:'));
    const first = recover({ keyValues });
    expect(first.memory.lastRecovery()).toBeNull();
    first.recovery.start({ reason: 'boot', cause: null });
    first.recovery.screenLost('silent', 'The screen fell silent and is loaded again.');
    await first.clock.advance(1_000);
    first.shellTrouble('render process: crashed');
    const { memory } = recover({ keyValues });
    expect(memory.lastRecovery()).toEqual({
      at: new Date(first.clock.now()).toISOString(),
      cause: 'lost',
      detail: 'render process: crashed',
    });
    keyValues.set('last-recovery', '{"at":');
    expect(recover({ keyValues }).memory.lastRecovery(), 'what cannot be read is none').toBeNull();
  });
});
