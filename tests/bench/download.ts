import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHash, randomFillSync } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { fixture } from '../integration/media-support.ts';
import { median, type Figure } from './figure.ts';

const MB = 1_048_576;
const FILE_BYTES = Number(process.env['BENCH_FILE_MB'] ?? 1_024) * MB;
const ROUNDS = 5;
const here = (name: string): string => join(import.meta.dirname, name);

const playerReport = z.object({
  seconds: z.number(),
  processorSeconds: z.number(),
  sha256: z.string(),
  growthBytes: z.number(),
});
type PlayerReport = z.infer<typeof playerReport>;

/**
 * A file of 1 GB over loopback TLS: the player (proven, hashed, flushed, probed, indexed) against `curl -o` of the same
 * address, turn about; the ratio is that of the median times. Memory is the worst of all rounds.
 */
export async function measureDownload(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'digiplayer-bench-'));
  const served = join(folder, 'served.png');
  const sha256 = writeLargePicture(served, FILE_BYTES);
  const { origin, child } = await startServer(served);
  try {
    const curls: number[] = [];
    const players: PlayerReport[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      curls.push(runCurl(`${origin}/large.png`, join(folder, 'curl.out')));
      const player = runPlayer(origin, join(folder, `player-${round}`));
      if (player.sha256 !== sha256) throw new Error('The player kept other bytes than were served.');
      players.push(player);
      console.log(
        `round ${round + 1}: curl ${curls.at(-1)?.toFixed(2)} s, player ${player.seconds.toFixed(2)} s`,
      );
    }
    return figuresOf(curls, players);
  } finally {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

function figuresOf(curls: readonly number[], players: readonly PlayerReport[]): readonly Figure[] {
  const curl = median(curls);
  const player = median(players.map(({ seconds }) => seconds));
  const processor = median(players.map(({ processorSeconds }) => processorSeconds));
  const growth = Math.max(...players.map(({ growthBytes }) => growthBytes));
  return [
    { name: 'file', value: FILE_BYTES / MB, unit: 'MB' },
    { name: 'curl -o', value: FILE_BYTES / MB / curl, unit: 'MB/s' },
    { name: 'player', value: FILE_BYTES / MB / player, unit: 'MB/s' },
    { name: 'player, processor time', value: processor, unit: 's' },
    { name: 'player to curl', value: curl / player, unit: '×', aim: { atLeast: 0.8 } },
    { name: "growth of the player's memory", value: growth / MB, unit: 'MB', aim: { atMost: 64 } },
  ];
}

/** A picture followed by random bytes, which change nothing of it; answers its SHA-256. */
function writeLargePicture(path: string, bytes: number): string {
  const hash = createHash('sha256');
  const handle = openSync(path, 'w');
  const block = Buffer.alloc(16 * MB);
  for (let left = bytes, first = true; left > 0; first = false) {
    randomFillSync(block);
    if (first) fixture('green.png').copy(block);
    const piece = block.subarray(0, Math.min(left, block.length));
    hash.update(piece);
    writeSync(handle, piece);
    left -= piece.length;
  }
  closeSync(handle);
  return hash.digest('hex');
}

async function startServer(file: string): Promise<{ origin: string; child: ChildProcess }> {
  const child = spawn(process.execPath, [here('download-server.ts'), file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [origin] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { origin, child };
}

function runCurl(url: string, output: string): number {
  rmSync(output, { force: true });
  const curl = spawnSync('curl', ['-sSk', '-o', output, '-w', '%{time_total}', url], { encoding: 'utf8' });
  if (curl.status !== 0) throw new Error(`curl failed: ${curl.stderr}`);
  rmSync(output, { force: true });
  return Number(curl.stdout);
}

function runPlayer(origin: string, dataFolder: string): PlayerReport {
  mkdirSync(dataFolder);
  const child = spawnSync(process.execPath, [here('download-player.ts'), origin, dataFolder], {
    encoding: 'utf8',
  });
  if (child.status !== 0) throw new Error(`The player failed: ${child.stderr}`);
  rmSync(dataFolder, { recursive: true, force: true });
  return playerReport.parse(JSON.parse(child.stdout));
}
