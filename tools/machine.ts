import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser, thisMachine } from '../src/shells/chromium/find-browser.ts';
import { fail, ok, type Result } from '../src/shared/result.ts';
import { findElectron } from '../src/cli/electron-binary.ts';

/** Says one line to the person who waits. */
export type Say = (line: string) => void;

const ELECTRON_FETCH_MS = 20_000;

/** Electron's binary: the one that is there, else fetched, which may take 20 s. Null when it cannot be had. */
export async function findOrFetchElectron(root: string, say: Say): Promise<string | null> {
  const present = findElectron(root, process.env);
  if (present !== null) return present;
  say('Fetching Electron (20 seconds at most) …');
  await runQuietly(process.execPath, [join(root, 'node_modules/electron/install.js')], ELECTRON_FETCH_MS);
  const fetched = findElectron(root, process.env);
  if (fetched === null)
    say("Electron's binary cannot be had here; the machine's own Chromium takes its place.");
  return fetched;
}

/** A Chromium, Chrome or Edge: the one that is there, else Debian's, installed where that is possible. */
export async function findOrInstallBrowser(say: Say): Promise<Result<string>> {
  const present = findBrowser();
  if (present !== null) return ok(present);
  const installed = await installPackages(['chromium', 'fonts-dejavu-core'], say);
  if (!installed.ok) return installed;
  const found = findBrowser();
  return found === null ? fail('no-browser', 'Chromium was installed and cannot be found.') : ok(found);
}

/** Xvfb, likewise. */
export async function findOrInstallXvfb(say: Say): Promise<Result<null>> {
  return isCommand('Xvfb') ? ok(null) : installPackages(['xvfb'], say);
}

/** ffmpeg, likewise: what records the screen for tests and benchmarks. */
export async function findOrInstallFfmpeg(say: Say): Promise<Result<null>> {
  return isCommand('ffmpeg') ? ok(null) : installPackages(['ffmpeg'], say);
}

/** xdotool, likewise: what presses keys as a keyboard does, for tests. */
export async function findOrInstallXdotool(say: Say): Promise<Result<null>> {
  return isCommand('xdotool') ? ok(null) : installPackages(['xdotool'], say);
}

/** dpkg-deb, rpmbuild and 7-Zip, likewise: what packages for Linux are made with. */
export async function findOrInstallPackagers(say: Say): Promise<Result<null>> {
  const wanted = { 'dpkg-deb': 'dpkg', rpmbuild: 'rpm', '7za': 'p7zip-full' };
  const missing = Object.entries(wanted).filter(([command]) => !isCommand(command));
  return missing.length === 0
    ? ok(null)
    : installPackages(
        missing.map(([, debianPackage]) => debianPackage),
        say,
      );
}

/** lintian, likewise: what judges a Debian package. */
export async function findOrInstallLintian(say: Say): Promise<Result<null>> {
  return isCommand('lintian') ? ok(null) : installPackages(['lintian'], say);
}

/** An emulator of the other processor and the libraries of its programs, likewise. */
export async function findOrInstallArm64(say: Say): Promise<Result<null>> {
  const library = '/usr/aarch64-linux-gnu/lib/libstdc++.so.6';
  if (isCommand('qemu-aarch64-static') && existsSync(library)) return ok(null);
  return installPackages(['qemu-user-static', 'libc6-arm64-cross', 'libstdc++6-arm64-cross'], say);
}

/** Whether a command of this name is on the path. */
export function isCommand(name: string): boolean {
  const { environment, isExecutable } = thisMachine();
  return (environment['PATH'] ?? '').split(':').some((folder) => isExecutable(join(folder, name)));
}

async function installPackages(packages: readonly string[], say: Say): Promise<Result<null>> {
  const command = `apt-get install --yes --no-install-recommends ${packages.join(' ')}`;
  if (process.getuid?.() !== 0 || !isCommand('apt-get')) {
    const sudo = isCommand('apt-get') ? `sudo ${command}` : `install ${packages.join(' and ')}`;
    return fail('not-installed', `Something is missing on this machine. Please run: ${sudo}`);
  }
  say(`Installing what is missing: ${command}`);
  const words = command.split(' ').slice(1);
  if (await runQuietly('apt-get', words)) return ok(null);
  // A fresh machine has no list of packages yet.
  await runQuietly('apt-get', ['update']);
  return (await runQuietly('apt-get', words)) ? ok(null) : fail('not-installed', `This failed: ${command}`);
}

/** Runs a command, its output unseen; false when it fails or takes longer than `limitMs`. */
function runQuietly(command: string, options: readonly string[], limitMs?: number): Promise<boolean> {
  const child = spawn(command, options, {
    stdio: 'ignore',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    ...(limitMs === undefined ? {} : { timeout: limitMs, killSignal: 'SIGKILL' as const }),
  });
  return new Promise((resolve) => {
    child.once('error', () => {
      resolve(false);
    });
    child.once('exit', (code) => {
      resolve(code === 0);
    });
  });
}
