import { execFile, spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { startSimulator } from '../simulator/simulator.ts';
import { makeFolder } from '../support/make-folder.ts';
import { fixture } from '../support/media-support.ts';
import type { Figure } from './figure.ts';

const child = join(import.meta.dirname, 'writes-player.ts');
const SYNCS = /\b(?:fsync|fdatasync|sync_file_range)\(/g;

/**
 * What the player's own process writes at one item a second: bytes a boundary by the kernel's count, and, where `strace` is
 * installed, how often it waits for the disk. `--boundaries=60`.
 */
export async function measureWrites(options: readonly string[]): Promise<readonly Figure[]> {
  const { values } = parseArgs({
    args: [...options],
    options: { boundaries: { type: 'string', default: '60' } },
  });
  const boundaries = Number(values.boundaries);
  const server = await startSimulator({
    players: [{ hostname: 'bench', code: 'BENCH-CODE' }],
    rateLimit: false,
  });
  const { path: folder, remove } = makeFolder();
  try {
    for (const name of ['green.png', 'yellow.png']) server.addUpload(name, fixture(name));
    server.setPlaylist('bench', [server.itemFor('green.png'), server.itemFor('yellow.png')], 1);
    const trace = `${folder}.trace`;
    const traced = spawnSync('strace', ['-V']).status === 0;
    const command = traced
      ? ['strace', '-f', '-qq', '-e', 'trace=fsync,fdatasync,sync_file_range', '-o', trace]
      : [];
    const node = [process.execPath, child, server.origin, folder, String(boundaries)];
    const [program, ...words] = [...command, ...node];
    const { stdout } = await promisify(execFile)(program ?? '', words);
    const { written } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { written: number };
    const figures: Figure[] = [
      { name: 'written a boundary', value: written / boundaries / 1_024, unit: 'kB' },
    ];
    if (traced) {
      const syncs = readFileSync(trace, 'utf8').match(SYNCS)?.length ?? 0;
      figures.push({ name: 'waits for the disk, start and stop included', value: syncs, unit: '' });
      rmSync(trace);
    }
    return figures;
  } finally {
    await server.stop();
    remove();
  }
}
