import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

/* `npm run test:crash -- --kills 1000 --seed 1`: the kill tests of `npm test`, with other moments and more of them. */

const { values } = parseArgs({ options: { kills: { type: 'string' }, seed: { type: 'string' } } });
const kills = Number(values.kills ?? 100);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
console.log(`${kills} kills with seed ${seed}`);
const files = ['playlist-crash', 'playlist-power-cut'].map((name) => `tests/integration/${name}.test.ts`);
const { status } = spawnSync('vitest', ['run', '--project', 'integration', ...files], {
  env: { ...process.env, DIGIPLAYER_CRASH_KILLS: String(kills), DIGIPLAYER_CRASH_SEED: String(seed) },
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
