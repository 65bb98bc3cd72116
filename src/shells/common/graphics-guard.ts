import { readFileSync } from 'node:fs';
import { replaceFile } from '../../platform/files/replace-file.ts';
import type { Log } from '../../platform/logging/log.ts';
import type { Clock } from '../../shared/clock.ts';
import type { GraphicsChoice, GraphicsReport } from '../../shared/graphics.ts';
import { describeThrown } from '../../shared/result.ts';

/** Losses of the graphics process within this time count together, ms. Chromium starts another one under the page. */
const LOSS_WINDOW_MS = 300_000;
/** From here on Chromium draws without the driver by itself, in this process only. */
const LOSSES_BEFORE_FALLBACK = 3;
/** Where that did not help either, only a process that never touched the driver can. */
const LOSSES_BEFORE_NEW_PROCESS = 6;
/** A driver that kept failing gets another chance after this, ms; an update gives it one at once. */
const FALLBACK_MS = 24 * 3_600_000;

interface Fallback {
  /** ms since the epoch. */
  readonly since: number;
  /** The player's version then. */
  readonly version: string;
}

export interface GraphicsGuardDependencies {
  /** `graphics.json` of the data folder. */
  readonly file: string;
  /** The setting of that name. */
  readonly choice: GraphicsChoice;
  readonly appVersion: string;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly log: Log;
}

/** What is known of the graphics driver, kept in the data folder so that no fault is answered by the same start twice. */
export interface GraphicsGuard {
  /** How the next browser process draws. The ones after it are judged by how this one does. */
  begin(): GraphicsReport['mode'];
  /** The graphics process died under the page; whether a new process is needed, which is said once. */
  lost(): boolean;
  /** The browser ended because its graphics process kept dying. */
  failed(): void;
  report(): GraphicsReport;
}

/**
 * The steps for a graphics process that keeps dying: Chromium starts it anew; at the third death in five minutes it draws in
 * software by itself, and the next process begins so; at the sixth a new process does. Nothing comes after that: a process
 * without the driver has no limit of deaths. After 24 hours, or an update, the driver is tried again.
 */
export function createGraphicsGuard(dependencies: GraphicsGuardDependencies): GraphicsGuard {
  const { file, choice, appVersion, clock, log } = dependencies;
  let fallback = readFallback(file);
  let mode: GraphicsReport['mode'] = 'accelerated';
  let losses: readonly number[] = [];
  let isNewProcessTold = false;

  const isInForce = (): boolean =>
    fallback?.version === appVersion && Math.abs(clock.now() - fallback.since) < FALLBACK_MS;
  const failed = (): void => {
    if (isInForce()) return;
    fallback = { since: clock.now(), version: appVersion };
    log.error('The graphics driver keeps failing; the next process draws without it', {});
    try {
      replaceFile(file, JSON.stringify(fallback));
    } catch (thrown) {
      // Known until this process ends, which is better than nothing.
      log.error('That could not be kept', { reason: describeThrown(thrown) });
    }
  };

  return {
    begin: () => {
      mode = choice === 'compatible' || isInForce() ? 'compatible' : 'accelerated';
      losses = [];
      isNewProcessTold = false;
      return mode;
    },
    lost: () => {
      if (mode === 'compatible') return false;
      const at = clock.monotonic();
      losses = [...losses.filter((moment) => at - moment < LOSS_WINDOW_MS), at];
      if (losses.length >= LOSSES_BEFORE_FALLBACK) failed();
      if (losses.length < LOSSES_BEFORE_NEW_PROCESS || isNewProcessTold) return false;
      isNewProcessTold = true;
      return true;
    },
    failed,
    report: () => ({
      mode: mode === 'compatible' || isInForce() ? 'compatible' : 'accelerated',
      failedAt: fallback !== null && isInForce() ? new Date(fallback.since).toISOString() : null,
    }),
  };
}

function readFallback(file: string): Fallback | null {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Partial<Record<keyof Fallback, unknown>> | null;
    const { since, version } = kept ?? {};
    // Checked by hand: the browser is started before the schemas are read from the disk.
    return typeof since === 'number' && typeof version === 'string' ? { since, version } : null;
  } catch {
    return null;
  }
}

export type ChromiumSwitch = readonly [name: string, value?: string];

/** Hardware decoding of videos, by VA-API or V4L2 as the build has it, drawn without a copy; X11 and Wayland alike. */
const DECODING = 'AcceleratedVideoDecodeLinuxGL,AcceleratedVideoDecodeLinuxZeroCopyGL';

/** Chromium's switches for drawing in this way, for both shells. */
export function graphicsSwitches(
  mode: GraphicsReport['mode'],
  choice: GraphicsChoice,
  platform: NodeJS.Platform,
): readonly ChromiumSwitch[] {
  // Without the limit the browser would end after a few deaths of a process that does nothing but put layers together.
  if (mode === 'compatible') return [['disable-gpu'], ['disable-gpu-process-crash-limit']];
  if (choice === 'auto') return platform === 'linux' ? [['enable-features', DECODING]] : [];
  return [
    ['ignore-gpu-blocklist'],
    ['enable-gpu-rasterization'],
    ...(platform === 'linux'
      ? ([['enable-features', `${DECODING},VaapiIgnoreDriverChecks,VaapiOnNvidiaGPUs`]] as const)
      : []),
  ];
}
