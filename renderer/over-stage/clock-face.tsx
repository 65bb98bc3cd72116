import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { clockFactsOf, judgeClock } from '../../src/playback/wall-clock.ts';
import { every } from '../../src/shared/async.ts';
import type { Clock } from '../../src/shared/clock.ts';
import type { ClockStatus } from '../../src/shared/status.ts';
import { usePlayerStore } from '../store/player-store.ts';
import { useI18n } from '../ui/use-i18n.ts';
import type { VisibleSettings } from '../../src/shared/settings-schema.ts';

interface ClockFaceProps {
  readonly clock: Clock;
  readonly clockStatus: ClockStatus;
  readonly corner: Exclude<VisibleSettings['clock'], 'off'>;
}

/** A clock that is set is seen within a second. */
const LOOK_EVERY_MS = 1_000;

/** The time of day in a corner, by the clock that is believed; nothing while nobody knows the time. */
export function ClockFace({ clock, clockStatus, corner }: ClockFaceProps): ReactNode {
  const i18n = useI18n();
  const timeZone = usePlayerStore(({ snapshot }) => snapshot?.timeZone ?? 'UTC');
  const write = useMemo(() => i18n.timeOfDayIn(timeZone), [i18n, timeZone]);
  const [time, setTime] = useState<string | null>(null);
  useEffect(() => {
    // By the time that passes, so that a clock that is set wrong meanwhile is not followed.
    const machineNow = () => ({ wallMs: clock.now(), monotonicMs: clock.monotonic() });
    const facts = clockFactsOf(clockStatus, machineNow());
    const look = (): void => {
      const { verdict, nowMs } = judgeClock(facts, machineNow());
      setTime(verdict === 'wrong' ? null : write(nowMs));
    };
    look();
    const looks = every(clock, LOOK_EVERY_MS, look);
    looks.start();
    return looks.stop;
  }, [clock, clockStatus, write]);
  if (time === null) return null;
  return (
    <div className={`clock-face is-${corner}`} data-testid="clock">
      {time}
    </div>
  );
}
