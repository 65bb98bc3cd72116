import type { CSSProperties, ReactNode } from 'react';
import {
  MINUTES_OF_DAY,
  timeText,
  WEEK_ORDER,
  type HoursWindow,
  type ScreenHours,
} from '../../../src/shared/screen-hours.ts';
import type { I18n } from '../../ui/i18n.ts';
import { useI18n } from '../../ui/use-i18n.ts';
import { barsOfDay, type Chosen } from './edit-hours.ts';

const SUNDAY_MS = Date.UTC(2023, 0, 1);
const DAY_MS = 86_400_000;
const marks = [0, 6, 12, 18, 24];

interface WeekBarsProps {
  readonly hours: ScreenHours;
  /** What is being changed, and how to change something else; null: these are only looked at. */
  readonly choice: { readonly chosen: Chosen; readonly onChosen: (chosen: Chosen) => void } | null;
}

/** A week as seven bars of 24 hours, and below them the dates that have hours of their own. */
export function WeekBars({ hours, choice }: WeekBarsProps): ReactNode {
  const i18n = useI18n();
  const days = choice?.chosen.kind === 'days' ? choice.chosen.days : [];
  const toggle = (day: number): void => {
    const others = days.filter((one) => one !== day);
    choice?.onChosen({ kind: 'days', days: others.length < days.length ? others : [...days, day] });
  };
  return (
    <div className="week">
      <div className="week-scale" aria-hidden="true">
        {marks.map((hour) => (
          <span key={hour} style={{ insetInlineStart: `${(hour / 24) * 100}%` }}>
            {hour}
          </span>
        ))}
      </div>
      <ul className="week-bars" aria-label={i18n.text('power.hours.week')}>
        {WEEK_ORDER.map((day) => (
          <DayBar
            key={day}
            name={dayName(i18n, day, 'long')}
            short={dayName(i18n, day, 'short')}
            windows={hours.week[day] ?? []}
            before={hours.week[(day + 6) % 7] ?? []}
            isChosen={days.includes(day)}
            onChosen={
              choice === null
                ? null
                : () => {
                    toggle(day);
                  }
            }
          />
        ))}
      </ul>
      {hours.dates.length > 0 && <DateBars hours={hours} choice={choice} />}
    </div>
  );
}

function DateBars({ hours, choice }: WeekBarsProps): ReactNode {
  const i18n = useI18n();
  return (
    <>
      <p className="choices-name">{i18n.text('power.hours.dates')}</p>
      <ul className="week-bars is-dates" aria-label={i18n.text('power.hours.dates')}>
        {hours.dates.map(({ first, last, windows }) => {
          const name = first === last ? i18n.date(first) : `${i18n.date(first)} – ${i18n.date(last)}`;
          return (
            <DayBar
              key={first}
              name={name}
              short={name}
              windows={windows}
              before={[]}
              isChosen={choice?.chosen.kind === 'date' && choice.chosen.first === first}
              onChosen={
                choice === null
                  ? null
                  : () => {
                      choice.onChosen({ kind: 'date', first });
                    }
              }
            />
          );
        })}
      </ul>
    </>
  );
}

interface DayBarProps {
  readonly name: string;
  readonly short: string;
  readonly windows: readonly HoursWindow[];
  readonly before: readonly HoursWindow[];
  readonly isChosen: boolean;
  readonly onChosen: (() => void) | null;
}

function DayBar({ name, short, windows, before, isChosen, onChosen }: DayBarProps): ReactNode {
  const i18n = useI18n();
  const said = `${name}: ${hoursText(i18n, windows)}`;
  const bar = (
    <>
      <span className="day-name" aria-hidden="true">
        {short}
      </span>
      <span className="day-bar" aria-hidden="true">
        {barsOfDay(windows, before).map(({ from, to }) => (
          <i key={from} style={{ '--from': `${from * 100}%`, '--to': `${to * 100}%` } as CSSProperties} />
        ))}
      </span>
      <span className="only-read-out">{said}</span>
    </>
  );
  return (
    <li>
      {onChosen === null ? (
        <span className="day">{bar}</span>
      ) : (
        <button type="button" className="day" aria-pressed={isChosen} onClick={onChosen}>
          {bar}
        </button>
      )}
    </li>
  );
}

/** The hours of a day in words: `07:00–12:00, 13:00–22:00`. */
function hoursText(i18n: I18n, windows: readonly HoursWindow[]): string {
  const [first] = windows;
  if (first === undefined) return i18n.text('common.off');
  if (first.to - first.from >= MINUTES_OF_DAY) return i18n.text('power.hours.all-day');
  return windows.map(({ from, to }) => `${timeText(from)}–${timeText(to)}`).join(', ');
}

/** The name of a weekday (0 is Sunday) as people write it. */
export function dayName(i18n: I18n, day: number, weekday: 'long' | 'short'): string {
  return new Intl.DateTimeFormat(i18n.language, { weekday, timeZone: 'UTC' }).format(
    SUNDAY_MS + day * DAY_MS,
  );
}
