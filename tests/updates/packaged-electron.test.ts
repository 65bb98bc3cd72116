import { expect, it } from 'vitest';
import { until, updateTest } from '../support/update-test.ts';

/** The package of the Electron shell updates itself: its own main bundle on what stands in for Electron's binary. */

const { world, start, plays } = updateTest('electron');

it('starts what the feed offers and keeps it, and takes it back from the next one, which crashes', async () => {
  const running = start();
  await plays('1.0.0');
  await world().offer('1.1.0');
  running.update('now');
  await plays('1.1.0');
  await until(() => {
    expect(running.state(), running.said()).toMatchObject({
      current: '1.1.0',
      trial: null,
      result: { version: '1.1.0', rolledBackFor: null },
    });
  });
  await world().offer('1.2.0', 'crashes');
  running.update('now');
  await until(() => {
    expect(running.state(), running.said()).toMatchObject({
      current: '1.1.0',
      refused: '1.2.0',
      result: { version: '1.2.0', rolledBackFor: 'crashed' },
    });
  });
  await plays('1.1.0');
}, 240_000);
