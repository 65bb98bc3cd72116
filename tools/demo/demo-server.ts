import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fail, ok, type Result } from '../../src/shared/result.ts';

/** The simulated DigiServer of the demo, in a process of its own. */
export interface DemoServer {
  /** An `app_config.json` that provisions a player (docs/server-contract.md, Local configuration). */
  readonly configuration: {
    readonly server: {
      readonly url: string;
      readonly hostname: string;
      readonly quickconnect_code: string;
      readonly verify_ssl: boolean;
      readonly use_server_certificate: boolean;
    };
  };
  /** SHA-256 of its certificate, in groups of four. */
  readonly fingerprint: string;
  stop(): Promise<void>;
}

const HOSTNAME = 'demo-screen';
const CODE = 'DEMO-2026';
const START_WITHIN_MS = 15_000;
const kinds: Readonly<Record<string, string>> = {
  '.jpg': 'image',
  '.png': 'image',
  '.svg': 'image',
  '.webp': 'image',
  '.mp4': 'video',
  '.webm': 'video',
};
const IMAGE_SECONDS = 7;

/** Starts the simulator with the media of `assets/demo` and their playlist. */
export async function startDemoServer(root: string): Promise<Result<DemoServer>> {
  const media = join(root, 'assets/demo');
  const simulator = spawn(
    process.execPath,
    [
      join(root, 'tests/simulator/main.ts'),
      ...['--player', `${HOSTNAME}:${CODE}`, '--media', media, '--control-port', '0'],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = new Promise<void>((resolve) =>
    simulator.once('exit', () => {
      resolve();
    }),
  );
  const said = await Promise.race([announcement(simulator), ended.then(() => null)]);
  if (said === null) {
    simulator.kill();
    return fail('no-simulator', 'The simulated server could not be started.');
  }
  await fetch(`${said.control}/playlists/${HOSTNAME}`, {
    method: 'PUT',
    body: JSON.stringify({ items: playlistOf(media), version: 1 }),
  });
  return ok({
    configuration: {
      server: {
        url: said.origin,
        hostname: HOSTNAME,
        quickconnect_code: CODE,
        verify_ssl: false,
        use_server_certificate: true,
      },
    },
    fingerprint: said.fingerprint.replaceAll(':', '').replace(/(.{4})(?=.)/g, '$1 '),
    async stop() {
      simulator.kill();
      await ended;
    },
  });
}

/** The files in the order of their names; videos play their own length and may be heard. */
function playlistOf(media: string): object[] {
  return readdirSync(media)
    .filter((name) => kinds[extname(name)] !== undefined)
    .sort()
    .map((name, index) => {
      const type = kinds[extname(name)];
      const timing = type === 'image' ? { duration: IMAGE_SECONDS } : { muted: false };
      return { id: index + 1, file_name: name, type, position: index + 1, ...timing };
    });
}

interface Announcement {
  readonly origin: string;
  readonly fingerprint: string;
  readonly control: string;
}

/** What the simulator prints when it is up. */
function announcement(simulator: ChildProcess): Promise<Announcement | null> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve(null);
    }, START_WITHIN_MS);
    let text = '';
    simulator.stdout?.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      const origin = / at (https:\S+)/.exec(text)?.[1];
      const fingerprint = /SHA-256 (\S+)/.exec(text)?.[1];
      const control = /Control at (\S+)/.exec(text)?.[1];
      if (origin === undefined || fingerprint === undefined || control === undefined) return;
      clearTimeout(timer);
      resolve({ origin, fingerprint, control });
    });
  });
}
