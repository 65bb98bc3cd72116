import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/*
 * Asks the player's own server, again and again, and measures how long its main process takes to say anything:
 * `node loop-probe.ts DATA_FOLDER`. A line of JSON on stdout for each answer that took long. In a process of its own, so that
 * what the others do is not measured with it.
 */

/** One answer. */
export interface LoopLook {
  /** Epoch, ms: when it was asked. */
  readonly at: number;
  readonly tookMs: number;
  /** What of it the two processes waited for a core that others had (Linux, schedstat). */
  readonly waitedMs: number;
}

const EVERY_MS = 50;
const WORTH_TELLING_MS = 100;
const GIVE_UP_MS = 20_000;

/** How long the main thread of a process was ready to run and did not, ms. */
function waitedOf(pid: number | 'self'): number {
  const own = pid === 'self' ? process.pid : pid;
  return Number(readFileSync(`/proc/${own}/task/${own}/schedstat`, 'utf8').split(' ')[1]) / 1e6;
}

/** The port of 127.0.0.1 at which a process listens; null: none. */
function portOf(pid: number): number | null {
  const folder = `/proc/${pid}/fd`;
  const own = new Set(
    readdirSync(folder).map((name) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(join(folder, name)))?.[1];
      } catch {
        return undefined;
      }
    }),
  );
  const lines = readFileSync(`/proc/${pid}/net/tcp`, 'utf8').split('\n').slice(1);
  for (const line of lines) {
    // Address and port in hex, the state (0A: it listens), and in the tenth column the inode.
    const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/);
    if (state === '0A' && local.startsWith('0100007F:') && own.has(inode)) {
      return Number.parseInt(local.slice(9), 16);
    }
  }
  return null;
}

function ask(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (answered: boolean): void => {
      socket.destroy();
      resolve(answered);
    };
    socket.setTimeout(GIVE_UP_MS, () => {
      end(true);
    });
    socket.once('data', () => {
      end(true);
    });
    for (const name of ['error', 'end', 'close'] as const) {
      socket.once(name, () => {
        end(false);
      });
    }
    socket.write('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n');
  });
}

async function look(pid: number, port: number): Promise<boolean> {
  const at = Date.now();
  const before = performance.now();
  const waitedBefore = waitedOf(pid) + waitedOf('self');
  if (!(await ask(port))) return false;
  const tookMs = performance.now() - before;
  if (tookMs < WORTH_TELLING_MS) return true;
  const waitedMs = waitedOf(pid) + waitedOf('self') - waitedBefore;
  console.log(JSON.stringify({ at, tookMs, waitedMs } satisfies LoopLook));
  return true;
}

async function follow(dataFolder: string): Promise<never> {
  for (;;) {
    try {
      const text = readFileSync(join(dataFolder, 'status.json'), 'utf8');
      const { pid } = JSON.parse(text) as { readonly pid: number };
      const port = portOf(pid);
      while (port !== null && (await look(pid, port))) await sleep(EVERY_MS);
    } catch {
      // There is no player at the moment.
    }
    await sleep(EVERY_MS);
  }
}

await follow(process.argv[2] ?? '');
