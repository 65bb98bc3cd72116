import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FakeNetwork } from './fake-network.types.ts';

/** What a call of nmcli came to. */
export interface Said {
  readonly code: number | null;
  readonly text: string;
  readonly complaint: string;
}

export interface RealNmcli {
  readonly version: string;
  /** The actions that polkit judges for NetworkManager, as they are installed beside it. */
  readonly policy: string;
  readonly ask: (args: readonly string[], input?: string) => Said;
  /** A NetworkManager that pretends to be this machine's, on a bus of its own; null: it cannot be had, and why was printed. */
  readonly manager: (network: FakeNetwork) => Promise<PretendedManager | null>;
  readonly remove: () => void;
}

export interface PretendedManager {
  /** Lets profiles that were made since be changed. */
  readonly letChange: () => void;
  /** What it was asked over the bus. */
  readonly asked: () => string;
  readonly stop: () => void;
}

const PACKAGES = ['network-manager', 'libnm0', 'python3-dbusmock'];
const POLICY = 'usr/share/polkit-1/actions/org.freedesktop.NetworkManager.policy';
/** Debian's own, which knows the bus. */
const PYTHON = '/usr/bin/python3';

/** Debian's nmcli, unpacked and not installed; the reason where it cannot be had. Nothing of it is started but nmcli itself. */
export function findRealNmcli(): RealNmcli | string {
  const folder = mkdtempSync(join(tmpdir(), 'digiplayer-nmcli-'));
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  const missing = unpack(folder);
  const root = join(folder, 'root');
  const libraries = join(root, 'usr/lib', `${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`);
  const environment: Record<string, string> = {
    PATH: process.env['PATH'] ?? '',
    LC_ALL: 'C',
    LD_LIBRARY_PATH: libraries,
    PYTHONPATH: join(root, 'usr/lib/python3/dist-packages'),
    DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${join(folder, 'bus')}`,
  };
  const ask: RealNmcli['ask'] = (args, input) => {
    const { status, stdout, stderr } = spawnSync(join(root, 'usr/bin/nmcli'), args, {
      env: environment,
      encoding: 'utf8',
      timeout: 20_000,
      input: input ?? '',
    });
    return { code: status, text: stdout, complaint: stderr };
  };
  const version = missing === null ? ask(['--version']).text.trim() : '';
  if (version !== '')
    return {
      version,
      policy: readFileSync(join(root, POLICY), 'utf8'),
      ask,
      remove,
      manager: (network) => startManager(folder, environment, network),
    };
  remove();
  return missing ?? 'what was fetched does not start';
}

function unpack(folder: string): string | null {
  const fetched = spawnSync('apt-get', ['download', ...PACKAGES], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 120_000,
  });
  if (fetched.status !== 0) return `apt-get cannot fetch ${PACKAGES.join(', ')} here`;
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.deb')))
    spawnSync('dpkg', ['-x', file, 'root'], { cwd: folder, timeout: 60_000 });
  return null;
}

async function startManager(
  folder: string,
  environment: Record<string, string>,
  network: FakeNetwork,
): Promise<PretendedManager | null> {
  const bus = environment['DBUS_SYSTEM_BUS_ADDRESS'] ?? '';
  const env = { ...environment, DBUS_SESSION_BUS_ADDRESS: bus };
  const processes: ChildProcess[] = [];
  const stop = (): void => {
    for (const one of processes) one.kill('SIGKILL');
  };
  const log = join(folder, 'asked');
  const world = join(folder, 'network.json');
  const script = join(import.meta.dirname, 'dbusmock-network.py');
  writeFileSync(world, JSON.stringify(network));
  processes.push(
    spawn('dbus-daemon', ['--session', `--address=${bus}`, '--nofork'], { env, stdio: 'ignore' }),
  );
  const isThere = async (condition: () => boolean): Promise<boolean> => {
    for (let tries = 0; tries < 100; tries += 1) {
      if (condition()) return true;
      await sleep(100);
    }
    return false;
  };
  const hasBus = await isThere(() => existsSync(join(folder, 'bus')));
  const parameters = JSON.stringify({ Version: '1.42.4' });
  processes.push(
    spawn(
      PYTHON,
      [
        '-m',
        'dbusmock',
        '--system',
        '--template',
        'networkmanager',
        '--parameters',
        parameters,
        '--logfile',
        log,
      ],
      {
        env,
        stdio: 'ignore',
      },
    ),
  );
  const build = (): boolean =>
    spawnSync(PYTHON, [script, 'build', world], { env, timeout: 20_000 }).status === 0;
  if (hasBus && (await isThere(build)))
    return {
      letChange: () => void spawnSync(PYTHON, [script, 'changeable'], { env, timeout: 20_000 }),
      asked: () => readFileSync(log, 'utf8'),
      stop,
    };
  stop();
  console.log('nmcli: left out, since dbus-daemon or python3-dbus (with dbusmock) does not run here');
  return null;
}
