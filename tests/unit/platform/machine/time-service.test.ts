import { describe, expect, it } from 'vitest';
import { askTimeService, readChrony, readTimesync } from '../../../../src/platform/machine/time-service.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

const CHRONY =
  'C0A80001,192.168.0.1,3,1764366000.123456789,0.000012345,-0.000023456,0.000034567,-12.345,0.001,0.234,0.004000000,0.001500000,64.2,Normal';
const TIMESYNC =
  '{ Leap=0, Version=4, Mode=4, Stratum=2, Precision=-24, RootDelay=1.235ms, RootDispersion=1s 500us, Reference=C0A80001, Ignored=no, PacketCount=7, Jitter=412us }';

describe('the time service of a machine', () => {
  it('is read from chrony: offset, half the delay, and what that adds', () => {
    const report = readChrony(CHRONY);
    expect(report?.isSynchronised).toBe(true);
    expect(report?.errorMs).toBeCloseTo(3.512, 2);
    expect(readChrony(CHRONY.replace('Normal', 'Not synchronised'))?.isSynchronised).toBe(false);
  });

  it('is read from systemd, whose spans have units', () => {
    expect(readTimesync(TIMESYNC)).toBeCloseTo(1_000.5 + 0.6175);
    expect(readTimesync('{ RootDelay=0, RootDispersion=17ms }')).toBe(17);
  });

  it.each([
    '',
    '506 Cannot talk to daemon',
    'a,b,c',
    '{ RootDelay=many }',
    '{ RootDelay=1ms, RootDispersion=2weeks }',
  ])('says nothing in %j', (text) => {
    expect(readChrony(text)).toBeNull();
    expect(readTimesync(text)).toBeNull();
  });

  it('is not asked where no tool tells it', async () => {
    const tools = { environment: {}, clock: createFakeClock() };
    expect(await askTimeService('win32', tools)).toEqual({ isSynchronised: false, errorMs: null });
  });
});
