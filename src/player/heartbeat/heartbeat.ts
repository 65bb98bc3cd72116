import type { Log } from '../../platform/logging/log.ts';
import { spread, spreadFirst } from '../../shared/back-off.ts';
import type { Clock, ClockTimer } from '../../shared/clock.ts';
import type { Snapshot } from '../../shared/status.ts';
import { createEventLimit } from './event-limit.ts';
import { toFeedback } from './feedback.ts';
import type { EventKind } from './feedback.ts';
import type { Outbox } from './outbox.ts';
import { toStatusFile } from './status-file.ts';
import type { StatusFile } from './status-file.ts';

export interface HeartbeatDependencies {
  /** The status at this moment. */
  readonly snapshot: () => Snapshot;
  readonly outbox: Outbox;
  readonly statusFile: StatusFile;
  readonly clock: Clock;
  /** Read before every beat, so that a changed setting counts at the next one. */
  readonly beatSeconds: () => number;
  readonly log: Log;
  readonly random?: () => number;
  /** Hears of each beat, with the status that it tells. */
  readonly onBeat?: (status: Snapshot) => void;
}

/** Tells the server and `status.json` how the player is. */
export interface Heartbeat {
  /** Beats at once, and then every `beatSeconds` ±10 %; after a beat out of turn the next comes ±50 %, so that a fleet spreads. */
  start(): void;
  /** Ends the beat and writes `status.json` a last time. */
  stop(): Promise<void>;
  /** Something in the status changed: writes `status.json`, and beats at once when it is the state or the connection. */
  changed(): void;
  /** Queues an event of `kind` with one readable line; too many of a kind are held back and counted. */
  report(kind: EventKind, message: string, options?: { readonly details?: string }): void;
}

/** A connection that flaps must not make a storm of beats: those at once are this far apart at least. */
const SHORTEST_GAP_MS = 1_000;

/** Makes the heartbeat; the outbox is started and stopped by its owner. */
export function createHeartbeat(dependencies: HeartbeatDependencies): Heartbeat {
  const { snapshot, outbox, statusFile, clock, log, random = Math.random } = dependencies;
  const limit = createEventLimit(() => clock.monotonic());
  const startedAt = clock.monotonic();
  let timer: ClockTimer | null = null;
  let running = false;
  let beatenAt = Number.NEGATIVE_INFINITY;
  let beaten = '';

  const uptimeSeconds = (): number => (clock.monotonic() - startedAt) / 1_000;
  const writeStatus = (status: Snapshot): void => {
    statusFile.write(toStatusFile(status, { nowMs: clock.now(), beatSeconds: dependencies.beatSeconds() }));
  };
  const scheduleIn = (delayMs: number, action: () => void): void => {
    timer?.cancel();
    timer = clock.after(delayMs, action);
  };
  const beat = (spreadNext: typeof spread): void => {
    const status = snapshot();
    beaten = stateOf(status);
    beatenAt = clock.monotonic();
    if (status.state !== 'unpaired') {
      outbox.add('beat', toFeedback(status, { kind: 'beat', message: null, uptimeSeconds: uptimeSeconds() }));
    }
    writeStatus(snapshot());
    dependencies.onBeat?.(status);
    scheduleIn(spreadNext(dependencies.beatSeconds() * 1_000, random), beatInTurn);
  };
  const beatInTurn = (): void => {
    beat(spread);
  };
  const beatOutOfTurn = (): void => {
    beat(spreadFirst);
  };
  const report: Heartbeat['report'] = (kind, message, { details } = {}) => {
    const { admitted, heldBack } = limit.admit(kind);
    if (!admitted) {
      log.debug('An event was held back: too many of its kind.', { kind, message });
      return;
    }
    const status = snapshot();
    if (status.state === 'unpaired') return;
    const line = heldBack === 0 ? message : `${message} (${heldBack} more like it were held back.)`;
    outbox.add('event', toFeedback(status, { kind, message: line, details, uptimeSeconds: uptimeSeconds() }));
  };

  return {
    start() {
      if (running) return;
      running = true;
      beatOutOfTurn();
    },
    async stop() {
      running = false;
      timer?.cancel();
      writeStatus(snapshot());
      await statusFile.flush();
    },
    changed() {
      const status = snapshot();
      writeStatus(status);
      if (!running || stateOf(status) === beaten) return;
      scheduleIn(Math.max(0, beatenAt + SHORTEST_GAP_MS - clock.monotonic()), beatOutOfTurn);
    },
    report,
  };
}

/** What makes a beat go out at once when it changes (docs/server-contract.md, Budgets). */
function stateOf({ state, connection }: Snapshot): string {
  return `${state} ${connection}`;
}
