import { spawn, type ChildProcess } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';

/*
 * `npm run dev [-- options of npm start]`: the player in a window, built and started anew at each change of its sources.
 */

const root = join(import.meta.dirname, '..');
/** Editors save several files within this time, ms. */
const SETTLE_MS = 300;

let player: ChildProcess = start();
let timer: NodeJS.Timeout | undefined;
let isOver = false;

for (const folder of ['src', 'renderer', 'assets']) {
  watch(join(root, folder), { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      void restart();
    }, SETTLE_MS);
  });
}
process.on('SIGINT', end).on('SIGTERM', end);

/** `npm start` builds what is old. */
function start(): ChildProcess {
  const options = ['--windowed', ...process.argv.slice(2)];
  return spawn(process.execPath, [join(root, 'src/cli/main.ts'), ...options], { stdio: 'inherit' });
}

async function restart(): Promise<void> {
  await stop();
  if (!isOver) player = start();
}

function stop(): Promise<void> {
  if (player.exitCode !== null || player.signalCode !== null) return Promise.resolve();
  const gone = new Promise<void>((resolve) => {
    player.once('exit', () => {
      resolve();
    });
  });
  player.kill('SIGTERM');
  return gone;
}

function end(): void {
  isOver = true;
  void stop().then(() => process.exit(0));
}
