import type { Log } from '../../platform/logging/log.ts';
import type { PanelAnswer, PanelPower } from '../../platform/machine/panel/panel-power.types.ts';
import { createCurrentWindowJudge } from '../../playback/daypart.ts';
import { areAllClosed, limitingWindows, panelStateOf } from '../../playback/panel-plan.ts';
import { every } from '../../shared/async.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Program } from '../../shared/program.ts';
import type { Settings } from '../../shared/settings-schema.ts';
import type { ClockStatus, PanelStatus } from '../../shared/status.ts';
import { createHoursInForce } from './hours-in-force.ts';

/** The clock on the wall may jump at any moment, so that the hours are asked each second rather than waited for. */
const LOOK_EVERY_MS = 1_000;
const ASSERT_EVERY_MS = 60_000;
/** A panel that somebody switched on stays on for this long. */
const SWITCHED_ON_MS = 600_000;
/** A touch or a key keeps the panel on for this long. */
const IN_USE_MS = 120_000;

export interface PanelControlDependencies {
  readonly settings: () => Pick<Settings, 'screenHours' | 'screenOffWhenClosed'>;
  /** What the server says; a technician's hours go before it. */
  readonly servedHours: () => string | null;
  /** The machine's clock as it is believed. */
  readonly clock: Clock;
  readonly clockStatus: () => Pick<ClockStatus, 'verdict'>;
  /** The zone of the machine now. */
  readonly zone: () => string;
  readonly program: () => Program | null;
  /** There is neither a server nor anything to show. */
  readonly isUnpaired: () => boolean;
  readonly power: PanelPower;
  readonly log: Log;
  readonly onChange: () => void;
}

/** Turns the panel on and off by its hours; what the screen shows meanwhile follows from {@link PanelStatus}. */
export interface PanelControl {
  /** Looks at once, and from then on each second. */
  start(): void;
  stop(): void;
  /** Somebody touched the screen: it comes on, or stays on, for two minutes. */
  wake(): void;
  status(): PanelStatus;
}

/** Makes the control. Without hours, and without a reason to turn it off, the panel is never touched. */
export function createPanelControl(dependencies: PanelControlDependencies): PanelControl {
  const { settings, clock, log, onChange } = dependencies;
  const hours = createHoursInForce(dependencies);
  const isOpen = createCurrentWindowJudge(dependencies.zone);
  const keeper = createPanelKeeper(dependencies);
  let status: PanelStatus = { state: 'on', reason: 'always', until: null, hours: null, answer: null };
  let inUseUntilMs = Number.NEGATIVE_INFINITY;
  let program: Program | null = null;
  let windows: ReturnType<typeof limitingWindows> = null;

  const isEveryWindowClosed = (): boolean => {
    if (!settings().screenOffWhenClosed) return false;
    const now = dependencies.program();
    if (now !== program) windows = limitingWindows(now);
    program = now;
    return areAllClosed(windows, isOpen, clock.now());
  };
  const look = (): void => {
    const planned = hours.at(clock.now());
    const decided = panelStateOf({
      byHours: planned?.state ?? null,
      isEveryWindowClosed: isEveryWindowClosed(),
      isTimeUnknown: dependencies.clockStatus().verdict === 'wrong',
      isUnpaired: dependencies.isUnpaired(),
      isInUse: clock.monotonic() < inUseUntilMs,
    });
    const next = { ...decided, until: planned?.until ?? null, hours: planned?.hours ?? null };
    const isNews = JSON.stringify({ ...next, answer: null }) !== JSON.stringify(status);
    if (next.state !== status.state) {
      log.info(next.state === 'off' ? 'The screen goes off' : 'The screen comes on', { reason: next.reason });
    }
    status = { ...next, answer: null };
    keeper.want(next.state, next.reason !== 'always' || settings().screenOffWhenClosed);
    if (isNews) onChange();
  };
  const looks = every(clock, LOOK_EVERY_MS, look);

  return {
    start: () => {
      look();
      looks.start();
      keeper.start();
    },
    stop: () => {
      looks.stop();
      keeper.stop();
    },
    wake: () => {
      inUseUntilMs = clock.monotonic() + IN_USE_MS;
      if (status.state === 'off') look();
    },
    status: () => ({ ...status, answer: toStatus(keeper.answer()) }),
  };
}

function toStatus(answer: PanelAnswer | null): PanelStatus['answer'] {
  return answer === null ? null : { ...answer, at: new Date(answer.at).toISOString() };
}

/** Keeps the panel as it is wanted. */
interface PanelKeeper {
  /** `isManaged`: false leaves a panel that is on to whoever switches it. */
  want(state: 'on' | 'off', isManaged: boolean): void;
  answer(): PanelAnswer | null;
  start(): void;
  stop(): void;
}

/** The panel is told at once when another state is wanted; once a minute it is asked, and told again where it is another. */
function createPanelKeeper({ power, clock, log, onChange }: PanelControlDependencies): PanelKeeper {
  let wanted: 'on' | 'off' = 'on';
  let ordered: 'on' | 'off' | null = null;
  let newest = 0;
  let underWay = 0;
  let isManaged = false;
  let isStopped = false;
  let answer: PanelAnswer | null = null;
  /** It was off as it was told, so that whoever finds it on knows that somebody switched it. */
  let wasSeenOff = false;
  let switchedOnAtMs: number | null = null;

  const note = (said: PanelAnswer): void => {
    const { means, asked, verified, detail } = said;
    if (answer?.asked !== asked || answer.verified !== verified || answer.means !== means) {
      log[verified === 'no' ? 'warn' : 'info'](`The panel was told to go ${asked}`, {
        means,
        verified,
        detail,
      });
    }
    answer = said;
    wasSeenOff = asked === 'off' && verified === 'yes';
    switchedOnAtMs = null;
    onChange();
  };
  /** An order takes back the one before it, whose answer says nothing any more. */
  const tell = async (): Promise<void> => {
    const order = ++newest;
    ordered = wanted;
    underWay += 1;
    const said = await power.turn(ordered);
    underWay -= 1;
    if (order === newest && !isStopped) note(said);
  };
  const assert = async (): Promise<void> => {
    if (!isManaged || underWay > 0) return;
    const is = await power.ask();
    // Told meanwhile: what it was then is no matter.
    if (underWay > 0 || isStopped) return;
    if (is === wanted) {
      wasSeenOff = is === 'off';
      switchedOnAtMs = null;
      return;
    }
    if (wanted === 'off' && is === 'on' && wasSeenOff) {
      switchedOnAtMs ??= clock.monotonic();
      if (clock.monotonic() - switchedOnAtMs < SWITCHED_ON_MS) return;
    }
    await tell();
  };
  const asserts = every(clock, ASSERT_EVERY_MS, assert);

  return {
    want: (state, managed) => {
      const isFirst = managed && ordered === null;
      const isOther = ordered !== null && ordered !== state;
      isManaged = managed;
      wanted = state;
      if (isFirst || isOther) void tell();
    },
    answer: () => answer,
    start: asserts.start,
    stop: () => {
      isStopped = true;
      asserts.stop();
      power.stop();
    },
  };
}
