import { describe, expect, it } from 'vitest';
import { createFreeSpace } from '../../../../src/player/media/free-space.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

describe('the free space', () => {
  it('is what the disk last said, is asked for once a minute, and nobody waits for it', async () => {
    const clock = createFakeClock();
    const answers = [41_000, 41_000, 12_000];
    let asked = 0;
    let changes = 0;
    const free = createFreeSpace(
      () => {
        asked += 1;
        return Promise.resolve(answers[asked - 1] ?? 0);
      },
      clock,
      () => {
        changes += 1;
      },
    );
    expect(free.seen()).toBeNull();
    await clock.advance(1);
    expect([free.seen(), free.seen(), asked, changes]).toEqual([41_000, 41_000, 1, 1]);
    await clock.advance(60_000);
    free.seen();
    await clock.advance(60_000);
    expect([free.seen(), asked, changes]).toEqual([41_000, 3, 1]);
    await clock.advance(1);
    expect([free.seen(), changes]).toEqual([12_000, 2]);
  });

  it('is not known of a disk that fails', async () => {
    const clock = createFakeClock();
    const free = createFreeSpace(
      () => Promise.reject(new Error('EIO')),
      clock,
      () => undefined,
    );
    free.seen();
    await clock.advance(1);
    expect(free.seen()).toBeNull();
  });
});
