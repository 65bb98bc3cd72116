import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { createGraphicsGuard, graphicsSwitches } from '../../../../src/shells/common/graphics-guard.ts';
import type { GraphicsChoice } from '../../../../src/shared/graphics.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
let file: string;

beforeEach(() => {
  file = join(temporaryFolder(), 'graphics.json');
});

function setUp(choice: GraphicsChoice = 'auto') {
  const clock = createFakeClock();
  const start = (appVersion = '1.0.0') => {
    const guard = createGraphicsGuard({ file, choice, appVersion, clock, log: createSilentLog() });
    return { ...guard, mode: guard.begin() };
  };
  return { clock, start };
}

describe('a graphics process that keeps dying', () => {
  it('is mended by Chromium, then left out by the next process, then by a new one, and nothing more', () => {
    const { start } = setUp();
    const first = start();
    expect(first.mode).toBe('accelerated');
    expect([first.lost(), first.lost()]).toEqual([false, false]);
    expect(first.report()).toEqual({ mode: 'accelerated', failedAt: null });
    expect(first.lost()).toBe(false);
    expect(first.report()).toMatchObject({ mode: 'compatible', failedAt: expect.any(String) as string });
    expect([first.lost(), first.lost(), first.lost(), first.lost()]).toEqual([false, false, true, false]);
    const second = start();
    expect(second.mode).toBe('compatible');
    for (let death = 0; death < 50; death += 1) expect(second.lost()).toBe(false);
    expect(start().mode).toBe('compatible');
  });

  it('counts only what lies together', async () => {
    const { clock, start } = setUp();
    const guard = start();
    for (let death = 0; death < 20; death += 1) {
      expect(guard.lost()).toBe(false);
      await clock.advance(3 * MINUTE);
    }
    expect(start().mode).toBe('accelerated');
  });

  it('ends a browser: the next one begins without the driver', () => {
    const { start } = setUp();
    start().failed();
    expect(start().mode).toBe('compatible');
  });

  it('gets another chance after a day, or with an update', async () => {
    const { clock, start } = setUp();
    start().failed();
    expect(start('1.0.1').mode).toBe('accelerated');
    await clock.advance(23 * HOUR);
    expect(start().mode).toBe('compatible');
    await clock.advance(2 * HOUR);
    const tomorrow = start();
    expect(tomorrow.mode).toBe('accelerated');
    expect(tomorrow.report()).toEqual({ mode: 'accelerated', failedAt: null });
    tomorrow.failed();
    expect(start().mode).toBe('compatible');
  });

  it('is left alone too where a person wants all that the driver offers', () => {
    const { start } = setUp('accelerated');
    start().failed();
    expect(start().mode).toBe('compatible');
  });

  it('starts as usual with what cannot be read', () => {
    writeFileSync(file, '{"since":');
    expect(setUp().start().mode).toBe('accelerated');
    expect(setUp('compatible').start().mode).toBe('compatible');
  });
});

describe('the switches', () => {
  it('leave the driver out, and with it the limit after which Chromium gives up', () => {
    expect(graphicsSwitches('compatible', 'auto', 'linux')).toEqual([
      ['disable-gpu'],
      ['disable-gpu-process-crash-limit'],
    ]);
  });

  it('ask for hardware decoding on Linux only', () => {
    expect(graphicsSwitches('accelerated', 'auto', 'linux').map(([name]) => name)).toEqual([
      'enable-features',
    ]);
    expect(graphicsSwitches('accelerated', 'auto', 'win32')).toEqual([]);
    expect(graphicsSwitches('accelerated', 'accelerated', 'darwin').map(([name]) => name)).toEqual([
      'ignore-gpu-blocklist',
      'enable-gpu-rasterization',
    ]);
  });
});
