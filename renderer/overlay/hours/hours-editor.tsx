import { useState, type ReactNode } from 'react';
import {
  WEEK_ORDER,
  WHOLE_DAY,
  writeScreenHours,
  type HoursWindow,
  type ScreenHours,
} from '../../../src/shared/screen-hours.ts';
import type { I18n } from '../../ui/i18n.ts';
import { useI18n } from '../../ui/use-i18n.ts';
import { AddDate } from './add-date.tsx';
import { addDate, addWindow, removeDate, windowsOfChosen, withWindows, type Chosen } from './edit-hours.ts';
import { WeekBars, dayName } from './week-bars.tsx';
import { WindowRow } from './window-row.tsx';

interface HoursEditorProps {
  readonly hours: ScreenHours;
  /** Hears the text of each change. */
  readonly onHours: (text: string) => void;
}

const NO_DAY: Chosen = { kind: 'days', days: [] };

/** The week to choose days from, and the hours of those that are chosen. */
export function HoursEditor({ hours, onHours }: HoursEditorProps): ReactNode {
  const i18n = useI18n();
  const [chosen, setChosen] = useState<Chosen>(NO_DAY);
  /** What a finger holds is drawn, and told when it lets go. */
  const [held, setHeld] = useState<ScreenHours | null>(null);
  const shown = held ?? hours;
  const tell = (changed: ScreenHours): void => {
    setHeld(null);
    onHours(writeScreenHours(changed));
  };
  const isDate = chosen.kind === 'date';
  const isNothing = isDate
    ? !hours.dates.some(({ first }) => first === chosen.first)
    : chosen.days.length === 0;
  return (
    <>
      <WeekBars hours={shown} choice={{ chosen, onChosen: setChosen }} />
      {isNothing ? (
        <p className="hint">{i18n.text('power.hours.choose')}</p>
      ) : (
        <fieldset className="choices hours-of-chosen">
          <legend>{nameOf(i18n, chosen)}</legend>
          <Windows
            windows={windowsOfChosen(shown, chosen)}
            onHeld={(windows) => {
              setHeld(withWindows(hours, chosen, windows));
            }}
            onLetGo={() => {
              if (held !== null) tell(held);
            }}
            onWindows={(windows) => {
              tell(withWindows(hours, chosen, windows));
            }}
          />
          {isDate && (
            <button
              type="button"
              className="button"
              onClick={() => {
                tell(removeDate(hours, chosen.first));
                setChosen(NO_DAY);
              }}
            >
              {i18n.text('power.hours.date.remove')}
            </button>
          )}
        </fieldset>
      )}
      <AddDate
        dates={hours.dates}
        onDate={(first) => {
          tell(addDate(hours, first));
          setChosen({ kind: 'date', first });
        }}
      />
    </>
  );
}

interface WindowsProps {
  readonly windows: readonly HoursWindow[];
  readonly onHeld: (windows: readonly HoursWindow[]) => void;
  readonly onLetGo: () => void;
  readonly onWindows: (windows: readonly HoursWindow[]) => void;
}

function Windows({ windows, onHeld, onLetGo, onWindows }: WindowsProps): ReactNode {
  const i18n = useI18n();
  const isWholeDay = windows.some(({ from, to }) => from === WHOLE_DAY.from && to === WHOLE_DAY.to);
  const more = isWholeDay ? null : addWindow(windows);
  return (
    <>
      {!isWholeDay &&
        windows.map((_, index) => (
          <WindowRow
            key={index}
            windows={windows}
            index={index}
            onHeld={onHeld}
            onLetGo={onLetGo}
            onRemove={() => {
              onWindows(windows.filter((__, at) => at !== index));
            }}
          />
        ))}
      <div className="choices-row">
        <button
          type="button"
          className="button"
          disabled={more === null && !isWholeDay}
          onClick={() => {
            onWindows(more ?? addWindow([]) ?? []);
          }}
        >
          {i18n.text('power.hours.add')}
        </button>
        <button
          type="button"
          className="button"
          disabled={isWholeDay}
          onClick={() => {
            onWindows([WHOLE_DAY]);
          }}
        >
          {i18n.text('power.hours.all-day')}
        </button>
        <button
          type="button"
          className="button"
          disabled={windows.length === 0}
          onClick={() => {
            onWindows([]);
          }}
        >
          {i18n.text('common.off')}
        </button>
      </div>
    </>
  );
}

function nameOf(i18n: I18n, chosen: Chosen): string {
  if (chosen.kind === 'date') return i18n.date(chosen.first);
  return WEEK_ORDER.filter((day) => chosen.days.includes(day))
    .map((day) => dayName(i18n, day, 'long'))
    .join(', ');
}
