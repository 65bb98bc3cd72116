import { spawn } from 'node:child_process';
import { createSystemClock } from '../../shared/clock.ts';
import type { AwakeReport } from '../../shared/status.ts';
import { childEnvironment } from './child-environment.ts';
import { runTool } from './run-tool.ts';

/** How long a tool may take; one that holds the machine awake for as long as it runs has taken hold by then, ms. */
const SETTLE_MS = 2_000;

export interface AwakeTools {
  /** Keeps the display on, or lets it go, and tells what was achieved. Never rejects. */
  set(awake: boolean): Promise<AwakeReport>;
  stop(): void;
}

export interface AwakeToolsDependencies {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** One way to keep a display on. */
interface SleepInhibitor {
  /** As the overlay and the log name it. */
  readonly name: string;
  /** Answers whether it holds. */
  readonly acquire: () => Promise<boolean>;
  readonly release: () => void;
}

/**
 * Keeps the display on with the system's own tools: on X11 `xset` switches blanking and
 * DPMS off, under systemd an idle inhibitor is held, on macOS `caffeinate` runs. What was achieved is looked at, not assumed.
 */
export function createAwakeTools({ platform, environment }: AwakeToolsDependencies): AwakeTools {
  // Some of the tools speak to the service manager when they end, which is not theirs to do here.
  const means = inhibitorsOf(platform, { ...environment, NOTIFY_SOCKET: undefined });
  return {
    async set(awake) {
      if (!awake) {
        for (const { release } of means) release();
        return { wanted: false, heldBy: [], failed: [] };
      }
      const tried = await Promise.all(
        means.map(async ({ name, acquire }) => ({ name, holds: await acquire() })),
      );
      return {
        wanted: true,
        heldBy: tried.filter(({ holds }) => holds).map(({ name }) => name),
        failed: tried.filter(({ holds }) => !holds).map(({ name }) => name),
      };
    },
    // What X was told stays: whoever starts the player again wants it so, and a crash could not take it back either.
    stop: () => {
      for (const { name, release } of means) if (name !== 'xset') release();
    },
  };
}

function inhibitorsOf(
  platform: NodeJS.Platform,
  environment: AwakeToolsDependencies['environment'],
): SleepInhibitor[] {
  const isSet = (name: string): boolean => (environment[name] ?? '') !== '';
  if (platform === 'darwin') return [fromCommand('caffeinate', ['-di', 'cat'], environment)];
  if (platform !== 'linux') return [];
  const inhibit = ['--what=idle:sleep', '--who=DigiPlayer', '--why=plays content', 'cat'];
  return [
    // Xwayland answers xset and blanks nothing: there the compositor does.
    ...(isSet('DISPLAY') && !isSet('WAYLAND_DISPLAY') ? [xset(environment)] : []),
    fromCommand('systemd-inhibit', inhibit, environment),
  ];
}

function xset(environment: AwakeToolsDependencies['environment']): SleepInhibitor {
  return {
    name: 'xset',
    async acquire() {
      // Two calls: a server without DPMS refuses the second, and the first must hold all the same.
      await output('xset', ['s', 'off', 's', 'noblank'], environment);
      await output('xset', ['-dpms'], environment);
      return staysOn(await output('xset', ['q'], environment));
    },
    release: () => {
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
function fromCommand(
  command: string,
  options: readonly string[],
  environment: AwakeToolsDependencies['environment'],
): SleepInhibitor {
  let release = (): void => undefined;
  let holding: Promise<boolean> | null = null;
  const acquire = (): Promise<boolean> =>
    new Promise((resolve) => {
      const child = spawn(command, options, {
        env: childEnvironment(environment),
        stdio: ['pipe', 'ignore', 'ignore'],
      });
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
      release = () => {
        child.kill();
      };
    });
  return {
    name: command,
    acquire: () => (holding ??= acquire()),
    release: () => {
      release();
      holding = null;
    },
  };
}

/** What a command says; null when it is missing, fails or takes too long. */
async function output(
  command: string,
  options: readonly string[],
  environment: AwakeToolsDependencies['environment'],
): Promise<string | null> {
  const tools = { environment, clock: createSystemClock() };
  const answer = await runTool(command, options, tools, { limitMs: SETTLE_MS });
  return answer.kind === 'ended' && answer.code === 0 ? answer.text : null;
}
