import { dataFile } from '../../platform/files/data-files.ts';
import { ownAddresses } from '../../platform/machine/own-addresses.ts';
import { memoryOfFamily, memoryOfProcess } from '../../platform/machine/process-memory.ts';
import { temperatureCelsius } from '../../platform/machine/temperature.ts';
import type { Clock } from '../../shared/clock.ts';
import { peekStatusFile, type StatusReading } from '../heartbeat/peek-status-file.ts';
import { attentionOf, type Attention } from './attention.ts';

/** `silent`: a process of its number lives, and yet it has said nothing for several beats. */
type Running = 'yes' | 'silent' | 'no';

/** How a screen is, as far as its data folder and its machine tell. */
export interface ScreenGlance {
  readonly running: Running;
  /** What the player said last; null: it never did, or it cannot be read. */
  readonly status: StatusReading | null;
  readonly machine: {
    /** MB; null: the machine does not tell. */
    readonly playerMb: number | null;
    /** With the browser and all that the player started. */
    readonly withBrowserMb: number | null;
    readonly temperatureCelsius: number | null;
    readonly addresses: readonly string[];
  };
  /** What is to be done, most important first; empty: all is well, or nobody runs. */
  readonly needsAttention: readonly Attention[];
}

export interface GlanceOptions {
  readonly dataFolder: string;
  readonly clock: Pick<Clock, 'now'>;
  /** Whether a process of this number lives. */
  readonly isAlive?: (pid: number) => boolean;
}

/** So many beats may stay out before a player counts as silent; each is spread by a tenth. */
const BEATS_OF_SILENCE = 3;

/** Looks at a screen from its own machine, beside a running player or without one. Changes nothing, asks nobody. */
export async function glanceAtScreen({
  dataFolder,
  clock,
  isAlive = isProcessAlive,
}: GlanceOptions): Promise<ScreenGlance> {
  const status = peekStatusFile(dataFile(dataFolder, 'status'));
  const running = status === null || !isAlive(status.pid) ? 'no' : freshness(status, clock.now());
  const pid = running === 'no' ? null : (status?.pid ?? null);
  const [playerMb, withBrowserMb, temperature] = await Promise.all([
    pid === null ? null : memoryOfProcess(pid),
    pid === null ? null : memoryOfFamily(pid),
    temperatureCelsius(),
  ]);
  return {
    running,
    status,
    machine: { playerMb, withBrowserMb, temperatureCelsius: temperature, addresses: ownAddresses() },
    needsAttention: status === null || running === 'no' ? [] : attentionOf(status, running),
  };
}

/** A file of an older player does not say when it was written, and is believed. */
function freshness(
  { written_at: writtenAt, beat_seconds: beatSeconds }: StatusReading,
  now: number,
): Running {
  const age = writtenAt === null ? 0 : now - Date.parse(writtenAt);
  return age > BEATS_OF_SILENCE * beatSeconds * 1_000 ? 'silent' : 'yes';
}

function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // Another user's process may not be asked, which says that it is there.
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}
