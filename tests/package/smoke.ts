import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/*
 * `npm run package:smoke -- PROGRAM [OPTION…]`: starts an installed player with an empty data folder, waits for a
 * status.json of a process that lives, and ends it. It says in one line what it saw; it fails when there is nothing to see.
 */

const WITHIN_MS = 90_000;
const LOOK_EVERY_MS = 250;

const [program, ...options] = process.argv.slice(2);
process.exitCode = program === undefined ? usage() : await smoke(program);

function usage(): number {
  console.error('Say which program to start: npm run package:smoke -- PROGRAM [OPTION…]');
  return 2;
}

async function smoke(command: string): Promise<number> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'digiplayer-smoke-'));
  const words = [...options, `--data-dir=${dataFolder}`];
  const player = spawn(command, words, { stdio: ['ignore', 'inherit', 'inherit'] });
  const ends: string[] = [];
  player.once('error', (error) => ends.push(error.message));
  player.once('exit', (code, signal) => ends.push(`it ended with ${String(code ?? signal)}`));
  const deadline = Date.now() + WITHIN_MS;
  let seen: string | null = null;
  while (seen === null && ends.length === 0 && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    seen = stateIn(dataFolder);
  }
  console.log(
    `${command}: ${seen ?? `no status.json within ${WITHIN_MS / 1000} s; ${ends[0] ?? 'it runs on'}`}`,
  );
  if (ends.length === 0) {
    const ended = new Promise((resolve) => player.once('exit', resolve));
    player.kill('SIGTERM');
    await ended;
  }
  rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
  return seen === null ? 1 : 0;
}

/** What the status file of a process that lives says; null before. */
function stateIn(dataFolder: string): string | null {
  try {
    const status = JSON.parse(readFileSync(join(dataFolder, 'status.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    if (typeof status['pid'] !== 'number' || typeof status['state'] !== 'string') return null;
    process.kill(status['pid'], 0);
    return `${status['state']}, process ${status['pid']}`;
  } catch {
    return null;
  }
}
