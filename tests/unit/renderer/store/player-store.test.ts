import { describe, expect, it, vi } from 'vitest';
import { createFakeBridge } from '../../../support/fakes/fake-bridge.ts';
import { sampleSnapshot } from '../../../support/fakes/sample-snapshot.ts';
import { feedPlayerStore } from '../../../../renderer/store/feed-player-store.ts';
import { createPlayerStore } from '../../../../renderer/store/player-store.ts';
import { fail, ok } from '../../../../src/shared/result.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';
import { sampleItem, sampleProgram } from '../../../support/sample-program.ts';

const program = sampleProgram([sampleItem('a')]);

describe('feeding the store', () => {
  it('says hello until it is answered', async () => {
    const clock = createFakeClock();
    const store = createPlayerStore();
    const bridge = createFakeBridge({ hello: () => fail('bridge-lost', 'Not yet.') });
    const stop = feedPlayerStore(store, bridge, clock);
    const waits = (): void => {
      expect(clock.pendingTimers()).toBe(1);
    };
    for (let asked = 1; asked < 5; asked += 1) {
      await vi.waitFor(waits);
      expect(bridge.calls.length).toBe(asked);
      await clock.advance(500);
    }
    await vi.waitFor(waits);
    expect(store.getState().snapshot).toBeNull();
    bridge.answer({ hello: () => ok({ snapshot: sampleSnapshot(), program }) });
    await clock.advance(500);
    await vi.waitFor(() => {
      expect(store.getState()).toMatchObject({ program, snapshot: { state: 'playing' } });
    });
    stop();
    expect(clock.pendingTimers()).toBe(0);
  });

  it('lets an event that comes before the answer win over it', async () => {
    const clock = createFakeClock();
    const store = createPlayerStore();
    const bridge = createFakeBridge({ hello: () => ok({ snapshot: sampleSnapshot(), program }) });
    feedPlayerStore(store, bridge, clock);
    const newer = sampleProgram([sampleItem('b')], { id: 'newer' });
    bridge.emit('program', newer);
    bridge.emit('snapshot', sampleSnapshot({ state: 'standby' }));
    // Asked later, so that the first answer has been heard by then.
    await bridge.call('hello', {});
    expect(store.getState()).toMatchObject({ program: newer, snapshot: { state: 'standby' } });
  });

  it('shows nothing of a snapshot before it knows what plays', async () => {
    const store = createPlayerStore();
    const bridge = createFakeBridge({ hello: () => ok({ snapshot: sampleSnapshot(), program }) });
    feedPlayerStore(store, bridge, createFakeClock());
    const seen: (string | undefined)[] = [];
    store.subscribe(({ snapshot, program: known }) => {
      if (snapshot !== null) seen.push(`${snapshot.state} with ${known?.id ?? 'nothing'}`);
    });
    bridge.emit('snapshot', sampleSnapshot({ state: 'syncing' }));
    bridge.emit('snapshot', sampleSnapshot({ state: 'standby' }));
    expect(store.getState().snapshot).toBeNull();
    await bridge.call('hello', {});
    expect(seen).toEqual([`standby with ${program.id}`]);
  });

  it('shows what it is told by events where hello is refused', async () => {
    const clock = createFakeClock();
    const store = createPlayerStore();
    const bridge = createFakeBridge({ hello: () => fail('internal-error', 'A bug.') });
    const stop = feedPlayerStore(store, bridge, clock);
    bridge.emit('snapshot', sampleSnapshot({ state: 'standby' }));
    expect(store.getState().snapshot).toBeNull();
    await vi.waitFor(() => {
      expect(store.getState().snapshot).toMatchObject({ state: 'standby' });
    });
    bridge.emit('snapshot', sampleSnapshot({ state: 'syncing' }));
    expect(store.getState().snapshot).toMatchObject({ state: 'syncing' });
    stop();
    expect(clock.pendingTimers()).toBe(0);
  });

  it('hears nothing any more after its stop', async () => {
    const clock = createFakeClock();
    const store = createPlayerStore();
    const bridge = createFakeBridge();
    feedPlayerStore(store, bridge, clock)();
    bridge.emit('program', program);
    await clock.advance(5_000);
    expect(store.getState().program).toBeNull();
  });
});

describe('the pairing screen', () => {
  it('stays on a first run until there is something to see', () => {
    const store = createPlayerStore();
    const states = (['syncing', 'unpaired', 'syncing', 'playing', 'syncing'] as const).map((state) => {
      store.getState().takeSnapshot(sampleSnapshot({ state }));
      return store.getState().firstRun;
    });
    expect(states).toEqual([false, true, true, false, false]);
  });

  it('takes the place of the overlay when asked for, and goes when the new server plays', () => {
    const store = createPlayerStore();
    store.getState().openOverlay();
    store.getState().requestPairing();
    expect(store.getState()).toMatchObject({ overlayOpen: false, pairingRequested: true });
    store.getState().takePairingStep({ step: 'download', progress: null });
    expect(store.getState().pairingRequested).toBe(true);
    store.getState().takePairingStep({ step: 'play', progress: null });
    expect(store.getState().pairingRequested).toBe(false);
  });
});
