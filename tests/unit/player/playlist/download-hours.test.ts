import { expect, it } from 'vitest';
import { createDownloadHours } from '../../../../src/player/playlist/download-hours.ts';

const at = (time: string): number => Date.parse(`2026-01-05T${time}Z`);

function hoursAt(nowMs: { ms: number }, hours: string, zone = { name: 'UTC' }, isTimeUnknown = false) {
  return createDownloadHours({
    hours,
    clock: { now: () => nowMs.ms },
    isTimeUnknown: () => isTimeUnknown,
    zone: () => zone.name,
  });
}

it('is open at its hours, in the zone of the moment', () => {
  const now = { ms: at('21:59:00') };
  const zone = { name: 'UTC' };
  const hours = hoursAt(now, 'mon-fri 22:00-05:00', zone);
  expect(hours.isOpen()).toBe(false);
  now.ms = at('22:00:00');
  expect(hours.isOpen()).toBe(true);
  zone.name = 'America/New_York';
  expect(hours.isOpen()).toBe(false);
  zone.name = 'Nowhere/Unknown';
  expect(hours.isOpen()).toBe(true);
});

it('is to be asked again when it changes, and each minute in any case', () => {
  const now = { ms: at('21:59:30') };
  const hours = hoursAt(now, '22:00-05:00');
  expect(hours.lookAgainMs()).toBe(30_000);
  now.ms = at('12:00:00');
  expect(hours.lookAgainMs()).toBe(60_000);
  expect(hoursAt(now, '').lookAgainMs()).toBe(60_000);
});

it('limits nothing without hours, while nobody knows the time, and when it cannot be read', () => {
  const now = { ms: at('12:00:00') };
  expect(hoursAt(now, '').isOpen()).toBe(true);
  expect(hoursAt(now, '22:00-05:00', { name: 'UTC' }, true).isOpen()).toBe(true);
  expect(hoursAt(now, 'whenever').isOpen()).toBe(true);
});
