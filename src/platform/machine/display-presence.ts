import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { isAbsolute, join } from 'node:path';
import { fail, type Failure } from '../../shared/result.ts';

/** Where a display server listens: a socket's path (abstract ones begin with a zero byte), or a port of a host. */
export type DisplayAddress = { readonly path: string } | { readonly host: string; readonly port: number };

export interface DisplaySearch {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether somebody listens there. */
  readonly isListening: (address: DisplayAddress) => Promise<boolean>;
}

/** A display server of this machine that says nothing for so long is not there, ms. */
const ANSWER_MS = 1_000;
const X_TCP_PORT = 6_000;

/**
 * Why no window can be shown now: `no-display-set` or `no-display`; null when a display server listens, and where there is
 * none to ask (Windows and macOS, whose display is always there). Of Wayland and X one is enough.
 */
export async function findMissingDisplay(search: DisplaySearch = thisMachine()): Promise<Failure | null> {
  const { platform, environment, isListening } = search;
  if (platform === 'win32' || platform === 'darwin') return null;
  const displays = [...waylandDisplays(environment), ...xDisplays(environment)];
  if (displays.length === 0) {
    const message =
      'There is no display: neither DISPLAY nor WAYLAND_DISPLAY is set. The player waits for one.';
    return fail('no-display-set', message).error;
  }
  for (const { addresses } of displays) {
    for (const address of addresses) if (await isListening(address)) return null;
  }
  const display = displays.map(({ name }) => name).join(', ');
  return fail('no-display', `There is no display at ${display}. The player waits for it.`, { display }).error;
}

interface Display {
  readonly name: string;
  readonly addresses: readonly DisplayAddress[];
}

/** Without a name, clients of a Wayland session take the first (wl_display_connect(3)). */
function waylandDisplays(environment: DisplaySearch['environment']): Display[] {
  const isSession = environment['XDG_SESSION_TYPE'] === 'wayland';
  const name = nonEmpty(environment['WAYLAND_DISPLAY']) ?? (isSession ? 'wayland-0' : null);
  if (name === null) return [];
  const path = isAbsolute(name) ? name : join(environment['XDG_RUNTIME_DIR'] ?? '/', name);
  return [{ name, addresses: [{ path }] }];
}

function xDisplays(environment: DisplaySearch['environment']): Display[] {
  const name = nonEmpty(environment['DISPLAY']);
  return name === null ? [] : [{ name, addresses: xDisplayOf(environment)?.addresses ?? [] }];
}

/** An X server that the environment names. */
interface XDisplay {
  /** Its number as it is written. */
  readonly number: string;
  readonly addresses: readonly DisplayAddress[];
}

/** `[host]:number[.screen]` (X(7)); without a host it is a socket of this machine, abstract or in /tmp. Null: none is named. */
export function xDisplayOf(environment: DisplaySearch['environment']): XDisplay | null {
  const [, host = '', number] = /^(.*):(\d+)(?:\.\d+)?$/.exec(environment['DISPLAY'] ?? '') ?? [];
  if (number === undefined) return null;
  const path = `/tmp/.X11-unix/X${number}`;
  const addresses: DisplayAddress[] =
    host === '' || host === 'unix'
      ? [{ path: `\0${path}` }, { path }]
      : [{ host, port: X_TCP_PORT + Number(number) }];
  return { number, addresses };
}

function nonEmpty(value: string | undefined): string | null {
  return value === undefined || value === '' ? null : value;
}

function thisMachine(): DisplaySearch {
  return { platform: process.platform, environment: process.env, isListening };
}

function isListening(address: DisplayAddress): Promise<boolean> {
  if ('path' in address && isListed(address.path)) return Promise.resolve(true);
  return new Promise((resolve) => {
    const socket = connect(address);
    const answer = (listens: boolean): void => {
      socket.destroy();
      resolve(listens);
    };
    socket.setTimeout(ANSWER_MS, () => {
      answer(false);
    });
    socket
      .once('connect', () => {
        answer(true);
      })
      .once('error', () => {
        answer(false);
      });
  });
}

/** A socket that waits for connections (`__SO_ACCEPTCON`), of whatever type: `Num RefCount Protocol Flags Type St Inode Path`. */
const LISTENING = /^\S+ \S+ \S+ 00010000 \S+ \S+ +\d+ (@.*)$/gm;

/**
 * Whether the kernel lists an abstract socket that listens at `path`. It has no file that could outlive its server, so that its
 * name is enough, and the start of the browser need not wait for Node's first connection.
 */
function isListed(path: string): boolean {
  if (!path.startsWith('\0')) return false;
  try {
    const listed = [...readFileSync('/proc/net/unix', 'latin1').matchAll(LISTENING)];
    return listed.some(([, name]) => name === path.replace('\0', '@'));
  } catch {
    return false;
  }
}
