import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHash, randomFillSync } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { fixture } from '../support/media-support.ts';
import { median, type Figure } from './figure.ts';
import { makeFolder } from '../support/make-folder.ts';

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

/** One turn of both. Seconds. */
interface Round {
  readonly curl: number;
  /** What `sha256sum` took for the file that curl had stored, still in memory. */
  readonly hash: number;
  readonly player: PlayerReport;
}

/**
 * A file of 1 GB over loopback TLS: the player (proven, hashed, flushed, probed, indexed) against `curl -o` of the same
 * address, turn about; a ratio is the median of the rounds' own ratios, since others use the machine too. The player proves
 * what curl only stores, so it is also compared with curl followed by `sha256sum`. Memory is the worst of all rounds.
 */
export async function measureDownload(): Promise<readonly Figure[]> {
  const { path: folder, remove } = makeFolder();
  const served = join(folder, 'served.png');
  const sha256 = writeLargePicture(served, FILE_BYTES);
  const { origin, child } = await startServer(served);
  try {
    const rounds: Round[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const curl = runCurl(`${origin}/large.png`, join(folder, 'curl.out'));
      const player = runPlayer(origin, join(folder, `player-${round}`));
      if (player.sha256 !== sha256) throw new Error('The player kept other bytes than were served.');
      rounds.push({ ...curl, player });
      const [stored, own] = [curl.curl, player.seconds].map((seconds) => seconds.toFixed(2));
      console.log(`round ${round + 1}: curl ${stored ?? ''} s, player ${own ?? ''} s`);
    }
    return figuresOf(rounds);
  } finally {
    child.kill();
    remove();
  }
}

function figuresOf(rounds: readonly Round[]): readonly Figure[] {
  const middle = (of: (round: Round) => number): number => median(rounds.map(of));
  const growth = Math.max(...rounds.map(({ player }) => player.growthBytes));
  return [
    { name: 'file', value: FILE_BYTES / MB, unit: 'MB' },
    { name: 'curl -o', value: FILE_BYTES / MB / middle(({ curl }) => curl), unit: 'MB/s' },
    { name: 'player', value: FILE_BYTES / MB / middle(({ player }) => player.seconds), unit: 'MB/s' },
    { name: 'player, processor time', value: middle(({ player }) => player.processorSeconds), unit: 's' },
    {
      name: 'player to curl',
      value: middle(({ curl, player }) => curl / player.seconds),
      unit: '×',
      aim: { atLeast: 0.8 },
    },
    {
      name: 'player to curl and sha256sum',
      value: middle(({ curl, hash, player }) => (curl + hash) / player.seconds),
      unit: '×',
    },
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

function runCurl(url: string, output: string): Pick<Round, 'curl' | 'hash'> {
  rmSync(output, { force: true });
  const curl = spawnSync('curl', ['-sSk', '-o', output, '-w', '%{time_total}', url], { encoding: 'utf8' });
  if (curl.status !== 0) throw new Error(`curl failed: ${curl.stderr}`);
  const startedAt = performance.now();
  if (spawnSync('sha256sum', [output]).status !== 0) throw new Error('sha256sum failed');
  const hash = (performance.now() - startedAt) / 1_000;
  rmSync(output, { force: true });
  return { curl: Number(curl.stdout), hash };
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
