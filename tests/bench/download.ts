import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHash, randomFillSync } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { fixture } from '../support/media-support.ts';
import {
  figuresOf,
  limitFigure,
  steps,
  type PlayerUse,
  type Round,
  type Step,
  type Use,
} from './download-figures.ts';
import type { Figure } from './figure.ts';
import { makeFolder } from '../support/make-folder.ts';

const MB = 1_048_576;
const EIGHT = Array.from({ length: 8 }, (_, index) => `eighth-${index}.png`);
/** As the server serves them. */
const LIMITED = ['limited-0.png', 'limited-1.png'];
const LIMITED_BYTES = 16 * MB;
const LIMIT_KBPS = 80_000;
const here = (name: string): string => join(import.meta.dirname, name);

const use = { seconds: z.number(), processorSeconds: z.number() };
const readerReport = z.object(use);
const playerReport = z.object({ ...use, hashes: z.array(z.string()), growthBytes: z.number() });

/**
 * A large file, and eight of an eighth each, over loopback TLS: the player (proven, hashed, flushed, probed, indexed) against
 * curl, turn about; a ratio is the median of the rounds' own ratios, since others use the machine too. The player proves
 * what curl only stores, so it is also compared with curl followed by `sha256sum`. Memory is the worst of all rounds.
 * `--mb=1024 --rounds=5`.
 */
export async function measureDownload(options: readonly string[]): Promise<readonly Figure[]> {
  const { values } = parseArgs({
    args: [...options],
    options: { mb: { type: 'string', default: '1024' }, rounds: { type: 'string', default: '5' } },
  });
  const bytes = Number(values.mb) * MB;
  const { path: folder, remove } = makeFolder();
  const served = join(folder, 'served.png');
  const sha256 = writeLargePicture(served, bytes);
  const { origin, child } = await startServer(served);
  try {
    const rounds: Round[] = [];
    for (let left = Number(values.rounds); left > 0; left -= 1) rounds.push(runRound(origin, folder, sha256));
    return [...figuresOf(rounds, bytes), measureLimit(origin, folder, bytes)];
  } finally {
    child.kill();
    remove();
  }
}

/** Two files at once under a limit that the machine is far faster than. */
function measureLimit(origin: string, folder: string, bytes: number): Figure {
  const each = Math.min(bytes, LIMITED_BYTES);
  const { seconds } = runPlayer(origin, join(folder, 'player'), LIMITED, LIMIT_KBPS);
  return limitFigure(LIMIT_KBPS, 2 * each - 1, seconds);
}

function runRound(origin: string, folder: string, sha256: string): Round {
  const stored = join(folder, 'large.png');
  const curl = runCurl(origin, ['large.png'], folder);
  const startedAt = performance.now();
  if (spawnSync('sha256sum', [stored]).status !== 0) throw new Error('sha256sum failed');
  const hash = (performance.now() - startedAt) / 1_000;
  rmSync(stored);
  const player = runPlayer(origin, join(folder, 'player'), ['large.png']);
  if (player.hashes[0] !== sha256) throw new Error('The player kept other bytes than were served.');
  const curlEight = runCurl(origin, EIGHT, folder);
  for (const name of EIGHT) rmSync(join(folder, name));
  const playerEight = runPlayer(origin, join(folder, 'player'), EIGHT);
  const sides = { curl, player, curlEight, playerEight };
  const ofSteps = Object.fromEntries(steps.map((step) => [step, runReader(origin, folder, step)]));
  const shown = Object.entries({ ...sides, ...ofSteps }).map(
    ([name, { seconds }]) => `${name} ${seconds.toFixed(2)} s`,
  );
  console.log(shown.join(', '));
  return { ...sides, hash, steps: ofSteps as Record<Step, Use> };
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

/** Stores them in `folder` by their names. Wall by its own clock, processor time as the shell counts it. */
function runCurl(origin: string, names: readonly string[], folder: string): Use {
  const words = names.flatMap((name) => ['-o', join(folder, name), `${origin}/${name}`]);
  const timed = [
    '-c',
    'TIMEFORMAT="%U %S"; time curl "$@"',
    'curl',
    '-sSkZ',
    '-w',
    '%{time_total}\\n',
    ...words,
  ];
  const { status, stdout, stderr } = spawnSync('bash', timed, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`curl failed: ${stderr}`);
  const [user = 0, system = 0] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { seconds: Math.max(...stdout.trim().split('\n').map(Number)), processorSeconds: user + system };
}

function runPlayer(origin: string, dataFolder: string, names: readonly string[], limitKbps = 0): PlayerUse {
  mkdirSync(dataFolder);
  const said = runNode('download-player.ts', [origin, dataFolder, String(limitKbps), ...names]);
  rmSync(dataFolder, { recursive: true, force: true });
  return playerReport.parse(JSON.parse(said));
}

function runReader(origin: string, folder: string, step: Step): Use {
  return readerReport.parse(JSON.parse(runNode('download-reader.ts', [origin, folder, step])));
}

function runNode(script: string, words: readonly string[]): string {
  const child = spawnSync(process.execPath, [here(script), ...words], { encoding: 'utf8' });
  if (child.status !== 0) throw new Error(`${script} failed: ${child.stderr}`);
  return child.stdout;
}
