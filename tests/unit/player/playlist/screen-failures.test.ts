import { expect, test } from 'vitest';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { createScreenFailures } from '../../../../src/player/playlist/screen-failures.ts';
import type { ProgramItem } from '../../../../src/shared/program.ts';

const file = (name: string): ProgramItem => ({
  ...{ key: name, id: name, fileName: name, kind: 'image', source: `/media/${name}`, sha256: name },
  ...{ mime: 'image/png', durationMs: 1_000, muted: true, window: null, longestFrameMs: null },
});
const far = (name: string, kind: 'web' | 'stream'): ProgramItem => ({
  ...{ ...file(name), kind, source: `https://${name}.test/`, sha256: null, mime: null },
});

function counted() {
  const quarantined: string[] = [];
  const media = { quarantine: (sha256: string, reason: string) => quarantined.push(`${sha256} ${reason}`) };
  const screen = createScreenFailures(media, createSilentLog());
  const codes = (): (string | undefined)[] =>
    screen.problems().map(({ code, params }) => `${code} ${String(params?.['file'])}`);
  return { screen, quarantined, codes };
}

test('takes a file out at its second failure in a row, but never most of them', () => {
  const { screen, quarantined, codes } = counted();
  const all = [file('a'), file('b'), file('c'), far('w', 'web')];
  expect(screen.failed(file('a'), all, 'decode')).toBe(false);
  screen.shown(file('a'));
  expect(codes()).toEqual([]);
  expect(screen.failed(file('a'), all, 'decode')).toBe(false);
  expect(screen.failed(file('a'), all, 'decode')).toBe(true);
  expect(quarantined).toEqual(['a decode']);
  screen.failed(file('b'), all, 'decode');
  expect(screen.failed(file('b'), all, 'decode')).toBe(true);
  screen.failed(file('c'), all, 'decode');
  expect(screen.failed(file('c'), all, 'decode')).toBe(false);
  expect(codes()).toEqual(['item-does-not-play a', 'item-does-not-play b', 'item-does-not-play c']);
});

test('takes no page and no stream out, and says that they do not show until they do', () => {
  const { screen, quarantined, codes } = counted();
  const all = [far('w', 'web'), far('s', 'stream'), file('a'), file('b')];
  for (const item of all.slice(0, 2)) {
    for (let times = 0; times < 3; times += 1) expect(screen.failed(item, all, 'down')).toBe(false);
  }
  expect(quarantined).toEqual([]);
  expect(codes()).toEqual(['page-does-not-show w', 'stream-does-not-play s']);
  screen.shown(far('w', 'web'));
  expect(codes()).toEqual(['stream-does-not-play s']);
  screen.failed(file('a'), all, 'decode');
  screen.forget();
  expect(codes()).toEqual([]);
  expect(screen.failed(file('a'), all, 'decode')).toBe(false);
});
