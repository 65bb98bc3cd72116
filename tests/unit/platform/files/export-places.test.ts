import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { exportPlaces } from '../../../../src/platform/files/export-places.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const mounted = (...paths: readonly string[]) => ({
  platform: 'linux' as const,
  isMounted: (path: string) => Promise.resolve(paths.includes(path)),
});

it('names sticks that are mounted, and the data folder last', async () => {
  const root = temporaryFolder();
  const stick = join(root, 'kiosk', 'STICK');
  mkdirSync(stick, { recursive: true });
  mkdirSync(join(root, 'card'));
  mkdirSync(join(root, 'empty-mount-point'));
  const places = await exportPlaces('/no/such/data', {
    roots: [root],
    ...mounted(stick, join(root, 'card')),
  });
  expect(places).toEqual([
    { path: join(root, 'card'), removable: true, freeBytes: expect.any(Number) as number },
    { path: stick, removable: true, freeBytes: expect.any(Number) as number },
    { path: '/no/such/data', removable: false, freeBytes: null },
  ]);
});

it('names no link, and nothing that is not mounted', async () => {
  const root = temporaryFolder();
  const elsewhere = temporaryFolder();
  symlinkSync(elsewhere, join(root, 'LINK'));
  mkdirSync(join(root, 'folder'));
  const options = { roots: [root], platform: 'linux' as const };
  expect(await exportPlaces('/data', { ...options, isMounted: () => Promise.resolve(true) })).toMatchObject([
    { path: join(root, 'folder') },
    { path: '/data' },
  ]);
  expect(await exportPlaces('/data', options), 'as the system says').toMatchObject([{ path: '/data' }]);
});

it.runIf(process.getuid?.() !== 0)('names no stick that may only be read', async () => {
  const root = temporaryFolder();
  const stick = join(root, 'STICK');
  mkdirSync(stick);
  chmodSync(stick, 0o500);
  expect(await exportPlaces('/data', { roots: [root], ...mounted(stick) })).toHaveLength(1);
});

it('names eight at most', async () => {
  const root = temporaryFolder();
  for (let index = 0; index < 20; index += 1) mkdirSync(join(root, `stick-${index}`));
  const options = { roots: [root], platform: 'linux' as const, isMounted: () => Promise.resolve(true) };
  expect(await exportPlaces('/data', options)).toHaveLength(9);
});
