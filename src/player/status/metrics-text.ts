import type { Snapshot } from '../../shared/status.ts';

/** One family of figures: its name without the common beginning, what it says, and its samples by their labels. */
interface Family {
  readonly name: string;
  readonly kind: 'gauge' | 'counter';
  readonly help: string;
  readonly samples: readonly (readonly [labels: Readonly<Record<string, string>>, value: number | null])[];
}

const STATES = ['unpaired', 'syncing', 'playing', 'standby', 'off'] as const;
const CONNECTIONS = ['online', 'offline', 'unauthorized', 'untrusted'] as const;
const CLOCKS = ['right', 'corrected', 'wrong'] as const;
const PIXELS = ['playing', 'black', 'frozen', 'off'] as const;

/**
 * The figures of a screen as OpenMetrics text: no name of a screen, a file or a server, and nothing secret. What is not known is left
 * out. `nowMs` by the machine's clock. Pure.
 */
export function metricsText(snapshot: Snapshot, nowMs: number): string {
  return `${familiesOf(snapshot, nowMs).map(textOf).join('')}# EOF\n`;
}

function familiesOf(snapshot: Snapshot, nowMs: number): readonly Family[] {
  const { cache, transitions, recoveries, pixels, outbox, trust } = snapshot;
  return [
    {
      // No `info`: node_exporter reads the older text form, which has none.
      name: 'version',
      kind: 'gauge',
      help: 'The version of the player.',
      samples: [[{ version: snapshot.appVersion, shell: snapshot.shell }, 1]],
    },
    seconds('written', 'When these figures were written.', nowMs),
    seconds('started', 'When this run of the player began.', Date.parse(snapshot.startedAt)),
    seconds('last_contact', 'When the server last answered.', momentOf(snapshot.lastContact)),
    seconds(
      'certificate_expiry',
      'When the certificate of the server ends.',
      momentOf(trust.current?.validUntil),
    ),
    oneOf('state', 'What the screen does.', STATES, snapshot.state),
    oneOf('connection', 'How the server is reached.', CONNECTIONS, snapshot.connection),
    oneOf(
      'clock',
      'Whether the clock of the machine is believed.',
      CLOCKS,
      snapshot.clock.verdict,
      'verdict',
    ),
    oneOf('pixels', 'What the pixels of the screen say.', PIXELS, pixels?.verdict ?? null, 'verdict'),
    gauge('shows_content', 'Content plays, or the panel is off by its hours.', Number(isWell(snapshot))),
    gauge('alert', 'An alert is shown.', Number(snapshot.alert !== null)),
    gauge(
      'safe_mode',
      'Only images are shown, since everything else kept failing.',
      Number(recoveries.safeMode),
    ),
    gauge('problems', 'What needs somebody.', snapshot.problems.length),
    gauge('playlist_items', 'The items of the playlist that plays.', snapshot.playlist.items),
    gauge('cache_used_bytes', 'What the content takes.', cache.usedBytes),
    gauge('cache_limit_bytes', 'What it may take.', cache.limitBytes),
    gauge('disk_free_bytes', 'What is free on the disk.', cache.freeBytes),
    gauge('outbox_pending', 'Reports that wait for the server.', outbox.pending),
    counter('screen_recoveries', 'How often the screen was lost and came back.', recoveries.screen),
    counter('relaunches', 'How often that took a new process.', recoveries.relaunches),
    gauge('boundaries', 'Boundaries between items in the last hour.', transitions?.count ?? null),
    gauge('boundaries_held', 'Those at which the next item was late.', transitions?.held ?? null),
    gauge('boundary_late_p95_seconds', 'How late nineteen of twenty were.', inSeconds(transitions?.lateP95)),
    gauge('boundary_late_max_seconds', 'How late the latest was.', inSeconds(transitions?.lateMax)),
    gauge(
      'dropped_frames',
      'Frames that were never shown, in the last hour.',
      transitions?.droppedFrames ?? null,
    ),
    gauge(
      'repeated_frames',
      'Frames that stood too long, in the last hour.',
      transitions?.repeatedFrames ?? null,
    ),
    gauge('crash_dumps', 'Dumps of native crashes.', snapshot.crashDumps),
  ];
}

function isWell({ state }: Snapshot): boolean {
  return state === 'playing' || state === 'off';
}

function gauge(name: string, help: string, value: number | null): Family {
  return { name, kind: 'gauge', help, samples: [[{}, value]] };
}

function counter(name: string, help: string, value: number): Family {
  return { name, kind: 'counter', help, samples: [[{}, value]] };
}

function seconds(name: string, help: string, epochMs: number | null): Family {
  return gauge(`${name}_timestamp_seconds`, help, inSeconds(epochMs));
}

/** One sample for each value, 1 for the one that holds. */
function oneOf(
  name: string,
  help: string,
  values: readonly string[],
  holds: string | null,
  label = name,
): Family {
  const samples = values.map((value) => [{ [label]: value }, Number(value === holds)] as const);
  return { name, kind: 'gauge', help, samples };
}

function momentOf(iso: string | null | undefined): number | null {
  const moment = iso === null || iso === undefined ? Number.NaN : Date.parse(iso);
  return Number.isFinite(moment) ? moment : null;
}

function inSeconds(ms: number | null | undefined): number | null {
  return ms === null || ms === undefined ? null : ms / 1_000;
}

const ENDINGS = { gauge: '', counter: '_total' } as const;

function textOf({ name, kind, help, samples }: Family): string {
  const known = samples.filter(([, value]) => value !== null && Number.isFinite(value));
  if (known.length === 0) return '';
  const family = `digiplayer_${name}`;
  const lines = known.map(
    ([labels, value]) => `${family}${ENDINGS[kind]}${labelsOf(labels)} ${String(value)}\n`,
  );
  return `# HELP ${family} ${help}\n# TYPE ${family} ${kind}\n${lines.join('')}`;
}

function labelsOf(labels: Readonly<Record<string, string>>): string {
  const written = Object.entries(labels).map(([name, value]) => `${name}="${value.replace(/["\\\n]/g, '')}"`);
  return written.length === 0 ? '' : `{${written.join(',')}}`;
}
