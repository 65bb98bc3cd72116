import { execFile, spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startSimulator } from '../simulator/simulator.ts';
import { makeFolder } from '../support/make-folder.ts';
import { fixture } from '../support/media-support.ts';
import type { Figure } from './figure.ts';

const BOUNDARIES = 60;
const child = join(import.meta.dirname, 'writes-player.ts');
const SYNCS = /\b(?:fsync|fdatasync|sync_file_range)\(/g;

/**
 * What the player's own process writes at one item a second: bytes a boundary by the kernel's count, and, where `strace` is
 * installed, how often it waits for the disk.
 */
export async function measureWrites(): Promise<readonly Figure[]> {
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
    const node = [process.execPath, child, server.origin, folder, String(BOUNDARIES)];
    const [program, ...words] = [...command, ...node];
    const { stdout } = await promisify(execFile)(program ?? '', words);
    const { written } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { written: number };
    const figures: Figure[] = [
      { name: 'written a boundary', value: written / BOUNDARIES / 1_024, unit: 'kB' },
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
