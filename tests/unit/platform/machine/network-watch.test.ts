import { describe, expect, it } from 'vitest';
import { createNetworkWatch } from '../../../../src/platform/machine/network-watch.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

describe('the network watch', () => {
  it('notices within five seconds that an address is there that was not, and tells what goes apart', async () => {
    const clock = createFakeClock();
    let addresses = ['10.0.0.2'];
    let backs = 0;
    let changes = 0;
    const watch = createNetworkWatch(
      clock,
      {
        onBack: () => {
          backs += 1;
        },
        onChange: () => {
          changes += 1;
        },
      },
      () => addresses,
    );
    watch.start();
    await clock.advance(60_000);
    addresses = [];
    await clock.advance(60_000);
    expect([backs, changes]).toEqual([0, 1]);
    addresses = ['10.0.0.3'];
    await clock.advance(5_000);
    expect(backs).toBe(1);
    await clock.advance(60_000);
    expect([backs, changes]).toEqual([1, 2]);
    watch.stop();
    expect(clock.pendingTimers()).toBe(0);
  });
});
