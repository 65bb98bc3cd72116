import { spawn } from 'node:child_process';
import type { AwakeReport } from '../../shared/status.ts';

/** How long a tool may take; one that holds the machine awake for as long as it runs has taken hold by then, ms. */
const SETTLE_MS = 2_000;

export interface AwakeTools {
  /** Keeps the display on, or lets it go, and tells what was achieved. Never rejects. */
  set(awake: boolean): Promise<AwakeReport>;
  stop(): void;
}

export interface AwakeToolsOptions {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** One way to keep a display on. */
interface Means {
  /** As the overlay and the log name it. */
  readonly name: string;
  /** Answers whether it holds. */
  readonly hold: () => Promise<boolean>;
  readonly letGo: () => void;
}

/**
 * Keeps the display on with the system's own tools: on X11 `xset` switches blanking and
 * DPMS off, under systemd an idle inhibitor is held, on macOS `caffeinate` runs. What was achieved is looked at, not assumed.
 */
export function createAwakeTools({ platform, environment }: AwakeToolsOptions): AwakeTools {
  // Some of the tools speak to the service manager when they end, which is not theirs to do here.
  const means = meansOf(platform, { ...environment, NOTIFY_SOCKET: undefined });
  return {
    async set(awake) {
      if (!awake) {
        for (const { letGo } of means) letGo();
        return { wanted: false, heldBy: [], failed: [] };
      }
      const tried = await Promise.all(means.map(async ({ name, hold }) => ({ name, holds: await hold() })));
      return {
        wanted: true,
        heldBy: tried.filter(({ holds }) => holds).map(({ name }) => name),
        failed: tried.filter(({ holds }) => !holds).map(({ name }) => name),
      };
    },
    // What X was told stays: whoever starts the player again wants it so, and a crash could not take it back either.
    stop: () => {
      for (const { name, letGo } of means) if (name !== 'xset') letGo();
    },
  };
}

function meansOf(platform: NodeJS.Platform, environment: AwakeToolsOptions['environment']): Means[] {
  const isSet = (name: string): boolean => (environment[name] ?? '') !== '';
  if (platform === 'darwin') return [heldBy('caffeinate', ['-di', 'cat'], environment)];
  if (platform !== 'linux') return [];
  const inhibit = ['--what=idle:sleep', '--who=DigiPlayer', '--why=plays content', 'cat'];
  return [
    // Xwayland answers xset and blanks nothing: there the compositor does.
    ...(isSet('DISPLAY') && !isSet('WAYLAND_DISPLAY') ? [xset(environment)] : []),
    heldBy('systemd-inhibit', inhibit, environment),
  ];
}

function xset(environment: AwakeToolsOptions['environment']): Means {
  return {
    name: 'xset',
    async hold() {
      // Two calls: a server without DPMS refuses the second, and the first must hold all the same.
      await output('xset', ['s', 'off', 's', 'noblank'], environment);
      await output('xset', ['-dpms'], environment);
      return staysOn(await output('xset', ['q'], environment));
    },
    letGo: () => {
      void output('xset', ['s', 'default', '+dpms'], environment);
    },
  };
}

/** Whether `xset q` says that neither the screen saver nor DPMS will switch the display off. */
export function staysOn(answer: string | null): boolean {
  if (answer === null) return false;
  const saverOff = /timeout:\s+0\b/.test(answer);
  const sleeps = answer.includes('DPMS is Enabled');
  return saverOff && !sleeps;
}

/** A tool that keeps the machine awake while it runs; its work ends with its input, so that it goes when this process does. */
function heldBy(
  command: string,
  options: readonly string[],
  environment: AwakeToolsOptions['environment'],
): Means {
  let letGo = (): void => undefined;
  let holding: Promise<boolean> | null = null;
  const hold = (): Promise<boolean> =>
    new Promise((resolve) => {
      const child = spawn(command, options, { env: environment, stdio: ['pipe', 'ignore', 'ignore'] });
      const timer = setTimeout(() => {
        resolve(true);
      }, SETTLE_MS);
      const end = (): void => {
        clearTimeout(timer);
        holding = null;
        resolve(false);
      };
      child.once('error', end).once('exit', end);
      child.stdin.on('error', () => undefined);
      letGo = () => {
        child.kill();
      };
    });
  return {
    name: command,
    hold: () => (holding ??= hold()),
    letGo: () => {
      letGo();
      holding = null;
    },
  };
}

/** What a command says; null when it is missing, fails or takes too long. */
function output(
  command: string,
  options: readonly string[],
  environment: AwakeToolsOptions['environment'],
): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(command, options, {
      env: environment,
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: SETTLE_MS,
    });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      said += part;
    });
    child.once('error', () => {
      resolve(null);
    });
    child.once('close', (code) => {
      resolve(code === 0 ? said : null);
    });
  });
}
