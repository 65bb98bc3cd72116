import { expect, test } from 'vitest';
import { fuzz } from '../fuzz/fuzz.ts';

/** A short run of `npm run test:fuzz`, always with the same cases: a failure here is seen again. */

const SEED = 20_261_128;

test(`mutated media, playlists, certificates, settings, bridge calls and sticks of seed ${SEED} hang, throw and spoil nothing`, async () => {
  const { tried, findings } = await fuzz({ seed: SEED, cases: 400, limitMs: 20_000 });
  expect(findings).toEqual([]);
  expect(Object.keys(tried).sort()).toEqual([
    'bridge',
    'certificates',
    'media',
    'playlists',
    'settings',
    'sticks',
  ]);
  for (const count of Object.values(tried)) expect(count).toBeGreaterThan(50);
}, 60_000);
