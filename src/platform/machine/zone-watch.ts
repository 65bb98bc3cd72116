import { lstatSync, statSync } from 'node:fs';
import type { Clock } from '../../shared/clock.ts';
import { every } from '../../shared/async.ts';

const LOOK_EVERY_MS = 5_000;
/** What is changed when somebody sets the zone of a machine (localtime(5), Debian's own beside it). */
const ZONE_FILES = ['/etc/localtime', '/etc/timezone'];

/** Notices that the time zone of this machine was set, which Node and Chromium do not by themselves. */
export interface ZoneWatch {
  start(): void;
  stop(): void;
}

/** The zone of this process: an IANA name, for example `Europe/Vienna`. */
export function currentZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

export interface ZoneProbe {
  /** Changes when the zone may have; null where nothing tells that. */
  readonly mark: () => string | null;
  /** Has this process ask the system again, and answers its zone. */
  readonly askAgain: () => string;
}

/**
 * Looks every five seconds whether the zone was set, and brings this process to the new one. `environment` that fixes the
 * zone (`TZ`) is left as it is.
 */
export function createZoneWatch(
  clock: Clock,
  environment: Readonly<Record<string, string | undefined>>,
  onChange: (zone: string) => void,
  { mark, askAgain }: ZoneProbe = systemProbe,
): ZoneWatch {
  let known = { mark: mark(), zone: currentZone() };

  const looks = every(clock, LOOK_EVERY_MS, () => {
    const seen = mark();
    if (seen !== null && seen === known.mark) return;
    const zone = askAgain();
    const isNew = zone !== known.zone;
    known = { mark: seen, zone };
    if (isNew) onChange(zone);
  });

  return {
    start: () => {
      if ((environment['TZ'] ?? '') === '') looks.start();
    },
    stop: looks.stop,
  };
}

const systemProbe: ZoneProbe = {
  mark: () => {
    const marks = ZONE_FILES.flatMap(markOf);
    return marks.length === 0 ? null : marks.join(' ');
  },
  askAgain: () => {
    // Node asks the system for its zone once, and again whenever this variable is written, also when it is not there.
    delete process.env['TZ'];
    return currentZone();
  },
};

/** Of a file and of what it leads to; nothing when it is not there. */
function markOf(path: string): string[] {
  try {
    const [link, file] = [lstatSync(path), statSync(path)];
    return [`${link.ino}/${link.mtimeMs}/${file.ino}/${file.mtimeMs}`];
  } catch {
    return [];
  }
}
