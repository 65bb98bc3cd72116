import { judgeEvents } from './event-watch.ts';
import { filesWithSecrets, holdsSecret } from './leftovers.ts';
import type { LoopLook } from './loop-probe.ts';
import type { Done } from './plan.ts';
import { BARE_AFTER_KILL_MS, unexcused, type Bare } from './screen-watch.ts';
import type { Seen } from './watch.ts';
import { CODE, type World } from './world.ts';

/** One thing that must hold, and what was seen of it. */
export interface Line {
  readonly what: string;
  readonly figure: string;
  /** What is wrong, with its moments; empty: nothing. */
  readonly faults: readonly string[];
}

export interface Evidence {
  readonly world: World;
  readonly done: readonly Done[];
  /** When the plan began, ms on the clock of the run; and that clock's zero as an epoch. */
  readonly beganMs: number;
  readonly epochMs: number;
  readonly lastMs: number | null;
  readonly twoPollsMs: number;
  readonly emptied: boolean;
  readonly seen: Seen;
  readonly screen: {
    readonly bare: readonly Bare[];
    readonly pictures: number;
    readonly longestGapMs: number;
  };
  readonly authCodes: readonly string[];
  readonly leftOver: readonly string[];
}

/** A browser with its drawing browser, their renderers for the pages of strangers, the player, its parent and its tools. */
const MOST_PROCESSES = 60;
/** The main process may be silent for so long beside what it waited for a core. */
const MOST_SILENT_MS = 500;

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

/** Holds everything that was seen against what must be. */
export function judge(evidence: Evidence): readonly Line[] {
  return [
    onScreen(evidence),
    states(evidence),
    bytes(evidence),
    ...events(evidence),
    ...secrets(evidence),
    processes(evidence),
    eventLoop(evidence),
    last(evidence),
  ];
}

/** A moment on the clock of the plan, with what was done shortly before. */
function momentOf({ beganMs, done }: Evidence, atMs: number): string {
  const before = done.filter((one) => one.atMs <= atMs && one.untilMs >= atMs - BARE_AFTER_KILL_MS);
  const names = before.map(({ name, atMs: sinceMs }) => `${name} from ${seconds(sinceMs - beganMs)}`);
  return `at ${seconds(atMs - beganMs)} (${names.slice(-4).join(', ') || 'nothing was done'})`;
}

function onScreen(evidence: Evidence): Line {
  const { bare, pictures, longestGapMs } = evidence.screen;
  const killsAtMs = evidence.done.filter(({ name }) => name.startsWith('kill: ')).map(({ atMs }) => atMs);
  const longest = Math.max(0, ...bare.map(({ fromMs, untilMs }) => untilMs - fromMs));
  return {
    what: 'never background alone but after kills',
    figure: `${pictures} pictures, at most ${Math.round(longestGapMs)} ms apart; ${bare.length} times bare after ${killsAtMs.length} kills, the longest ${seconds(longest)}`,
    faults: unexcused(bare, killsAtMs).map(
      ({ fromMs, untilMs }) => `bare for ${seconds(untilMs - fromMs)} ${momentOf(evidence, fromMs)}`,
    ),
  };
}

const states = ({ seen }: Evidence): Line => ({
  what: 'never standby, never unpaired',
  figure: `${seen.wrongStates.length} times`,
  faults: seen.wrongStates,
});

const bytes = ({ seen }: Evidence): Line => ({
  what: 'no wrong bytes under a final name',
  figure: `${seen.filesRead} files hashed, ${seen.wrongFiles.size} wrong`,
  faults: [...seen.wrongFiles],
});

function events({ world, seen, emptied }: Evidence): Line[] {
  const { lost, outOfOrder } = judgeEvents([...seen.waiting.values()], world.server.feedback);
  const lines = lost.map(({ event, message, happenedAtMs }) => `${happenedAtMs}: ${event}, ${message}`);
  return [
    {
      what: 'every event arrives',
      figure: `${seen.waiting.size} seen waiting, ${lost.length} lost, ${world.server.feedback.length} reports came`,
      faults: [...lines, ...(emptied ? [] : ['events still wait a minute after the last fault'])],
    },
    {
      what: 'events arrive in order',
      figure: `${outOfOrder} came late`,
      faults: outOfOrder === 0 ? [] : [`${outOfOrder} came after one that had happened later`],
    },
  ];
}

function secrets({ world, authCodes }: Evidence): Line[] {
  const all = [CODE, ...authCodes];
  const files = filesWithSecrets(world.dataFolder, all);
  const places: readonly (readonly [string, string])[] = [
    ['a stranger in the place of the server', world.stranger.received.toString('latin1')],
    ['a page of strangers', world.pages.heard()],
    ['what the player says', world.said()],
  ];
  const told = places.filter(([, text]) => holdsSecret(text, all)).map(([place]) => place);
  const { bytesReceived, connections } = world.stranger;
  return [
    { what: 'no secret in any file', figure: `${files.length} files`, faults: files },
    {
      what: 'no secret to a stranger',
      figure: `${connections} connections to one with another certificate, who heard ${bytesReceived} bytes`,
      faults: [...told, ...(bytesReceived === 0 ? [] : [`${bytesReceived} bytes to another certificate`])],
    },
  ];
}

const processes = ({ seen, leftOver }: Evidence): Line => ({
  what: 'the tree of processes is bounded',
  figure: `at most ${seen.mostProcesses} of ${MOST_PROCESSES}; ${leftOver.length} left over`,
  faults: [
    ...(seen.mostProcesses > MOST_PROCESSES ? [`${seen.mostProcesses} processes`] : []),
    ...leftOver.map((line) => `left over: ${line}`),
  ],
});

function eventLoop(evidence: Evidence): Line {
  const { loop } = evidence.seen;
  const silentMs = ({ tookMs, waitedMs }: LoopLook): number => tookMs - waitedMs;
  const tooLong = loop.filter((look) => silentMs(look) > MOST_SILENT_MS);
  const worst = [...loop].sort((one, other) => silentMs(other) - silentMs(one))[0];
  const slowest = Math.max(0, ...loop.map(({ tookMs }) => tookMs));
  return {
    what: 'the main process answers within 500 ms',
    figure: `at most ${Math.round(worst === undefined ? 0 : silentMs(worst))} ms of its own; ${Math.round(slowest)} ms with waiting for a core`,
    faults: tooLong.map(
      (look) =>
        `silent for ${Math.round(silentMs(look))} ms ${momentOf(evidence, look.at - evidence.epochMs)}`,
    ),
  };
}

/** Asserted at five times its figure: a machine that is busy with something else is no fault of the player. */
const BUSY_FACTOR = 5;

const last = ({ lastMs, twoPollsMs }: Evidence): Line => ({
  what: 'the newest list plays within two polls',
  figure:
    lastMs === null
      ? 'never'
      : `after ${seconds(lastMs)} (aim: two polls, ${seconds(twoPollsMs)}; ${lastMs <= twoPollsMs ? 'met' : 'MISSED'})`,
  faults: lastMs === null || lastMs > BUSY_FACTOR * twoPollsMs ? ['too late'] : [],
});
