import { z } from 'zod';
import type { Log } from '../../platform/logging/log.ts';
import type { KeyValueStore } from '../../platform/store/key-value-store.ts';
import { readKept } from '../../platform/store/read-kept.ts';
import { readAlert, type Alert } from '../../shared/alert.ts';
import { every } from '../../shared/async.ts';
import type { Clock } from '../../shared/clock.ts';
import { describeThrown, fail } from '../../shared/result.ts';
import { parseKeptAlert } from '../playlist/served-alert.ts';
import type { ServerTime } from '../server/server-time.ts';
import type { Problems } from '../status/problems.ts';
import { isAlertOver } from './alert-end.ts';
import { lookForAlertFile, type AlertFileLook } from './alert-file.ts';

/** What is shown over everything: the file of the data folder, else what the server says. */
export interface AlertControl {
  /** Looks at once, and from then on each second. */
  start(): void;
  stop(): void;
  /** Null: there is none, or it is over. */
  current(): Alert | null;
}

export interface AlertControlDependencies {
  readonly dataFolder: string;
  /** What the server says, as it is kept. */
  readonly served: () => string | null;
  readonly clock: Clock;
  readonly serverTime: Pick<ServerTime, 'corrected' | 'status'>;
  readonly keyValues: Pick<KeyValueStore, 'get' | 'set'>;
  readonly problems: Problems;
  readonly log: Log;
  readonly onChange: () => void;
  /** Somebody must see it: a panel that is off by its hours comes on, or stays on. */
  readonly wake: () => void;
}

const LOOK_EVERY_MS = 1_000;
/** How long an alert has stood outlives the process; the disk is spared. */
const KEEP_EVERY_MS = 60_000;
const STOOD = 'alert-stood';

const stoodSchema = z.record(z.string(), z.object({ id: z.string(), stoodMs: z.number().nonnegative() }));
/** By where the alert comes from: which one it is, and for how long it has stood. */
type Stood = z.infer<typeof stoodSchema>;

interface Wish {
  readonly from: 'file' | 'server';
  readonly id: string;
  readonly alert: Alert;
}

/** Makes the control. An alert stands for a bounded time by the clock that nobody can set, whatever stays in its place. */
export function createAlertControl(dependencies: AlertControlDependencies): AlertControl {
  const { clock, serverTime, keyValues, log, onChange } = dependencies;
  const tellUnread = createUnreadReports(dependencies);
  let stood: Stood = readKept(keyValues, STOOD, stoodSchema) ?? {};
  let current: Alert | null = null;
  let lookedMs = clock.monotonic();
  let keptMs = Number.NEGATIVE_INFINITY;

  const wishes = (): readonly Wish[] => {
    const look = lookForAlertFile(dependencies.dataFolder);
    tellUnread(look);
    const kept = dependencies.served();
    const served = readAlert(parseKeptAlert(kept));
    return [
      ...(look.kind === 'alert' ? [{ from: 'file' as const, ...look }] : []),
      ...(kept !== null && served.ok && served.alert !== null
        ? [{ from: 'server' as const, id: kept, alert: served.alert }]
        : []),
    ];
  };
  const keep = (isNews: boolean): void => {
    const now = clock.monotonic();
    if (!isNews && (Object.keys(stood).length === 0 || now - keptMs < KEEP_EVERY_MS)) return;
    keptMs = now;
    try {
      keyValues.set(STOOD, JSON.stringify(stood));
    } catch (thrown) {
      log.debug('How long an alert stood could not be kept', { reason: describeThrown(thrown) });
    }
  };
  const look = (): void => {
    const now = clock.monotonic();
    const passedMs = now - lookedMs;
    lookedMs = now;
    const wanted = wishes();
    const before = stood;
    stood = Object.fromEntries(
      wanted.map(({ from, id }) => {
        const known = before[from];
        return [from, { id, stoodMs: known?.id === id ? known.stoodMs + passedMs : 0 }];
      }),
    );
    keep(idsOf(before) !== idsOf(stood));
    const time = { nowMs: serverTime.corrected.now(), verdict: serverTime.status().verdict };
    const shown = wanted.find(({ from, alert }) => !isAlertOver(alert, stood[from]?.stoodMs ?? 0, time));
    if (shown?.alert.level === 'emergency') dependencies.wake();
    const next = shown?.alert ?? null;
    if (JSON.stringify(next) === JSON.stringify(current)) return;
    current = next;
    if (next === null) log.info('The alert is over');
    else log.warn('An alert is shown', { from: shown?.from ?? '', level: next.level });
    onChange();
  };
  const looks = every(clock, LOOK_EVERY_MS, look);

  return {
    start: () => {
      lookedMs = clock.monotonic();
      look();
      looks.start();
    },
    stop: () => {
      looks.stop();
      keep(Object.keys(stood).length > 0);
    },
    current: () => current,
  };
}

/** Names a file that cannot be shown once, and in the list of problems for as long as it lies there. */
function createUnreadReports({
  problems,
  log,
  onChange,
}: Pick<AlertControlDependencies, 'problems' | 'log' | 'onChange'>): (look: AlertFileLook) => void {
  let told = '';
  return (look) => {
    const text = look.kind === 'unread' ? `${look.file}: ${look.problem}` : '';
    if (text === told) return;
    told = text;
    if (look.kind !== 'unread') problems.set('alert', []);
    else {
      const { file, problem } = look;
      log.warn('The alert cannot be shown', { file, problem });
      const message = `The alert in ${file} cannot be shown (${problem}).`;
      problems.set('alert', [fail('alert-unread', message, { file }).error]);
    }
    onChange();
  };
}

function idsOf(stood: Stood): string {
  return JSON.stringify(Object.entries(stood).map(([from, { id }]) => [from, id]));
}
