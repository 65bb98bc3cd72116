import { useId, type CSSProperties, type ReactNode } from 'react';
import { MINUTES_OF_DAY, timeText, type HoursWindow } from '../../../src/shared/screen-hours.ts';
import { useI18n } from '../../ui/use-i18n.ts';
import { moveEdge, STEP_MINUTES } from './edit-hours.ts';

interface WindowRowProps {
  readonly windows: readonly HoursWindow[];
  readonly index: number;
  /** Hears of each step of a slider. */
  readonly onHeld: (windows: readonly HoursWindow[]) => void;
  /** The slider was let go. */
  readonly onLetGo: () => void;
  readonly onRemove: () => void;
}

/** One window of a day: where it begins and where it ends, each a slider over 24 hours. */
export function WindowRow({ windows, index, onHeld, onLetGo, onRemove }: WindowRowProps): ReactNode {
  const i18n = useI18n();
  const window = windows[index];
  if (window === undefined) return null;
  const { from, to } = window;
  const isNextDay = to > MINUTES_OF_DAY;
  const end = isNextDay ? i18n.text('power.hours.next-day', { time: timeText(to) }) : timeText(to);
  const move = (edge: 'from' | 'to') => (minutes: number) => {
    onHeld(moveEdge(windows, index, edge, minutes));
  };
  return (
    <div className="window-row">
      <TimeSlider
        label={i18n.text('power.hours.from')}
        minutes={from}
        said={timeText(from)}
        onMinutes={move('from')}
        onLetGo={onLetGo}
      />
      <TimeSlider
        label={i18n.text('power.hours.to')}
        minutes={isNextDay ? to - MINUTES_OF_DAY : to}
        said={end}
        onMinutes={move('to')}
        onLetGo={onLetGo}
      />
      <button
        type="button"
        className="button is-small"
        aria-label={i18n.text('power.hours.remove', { hours: `${timeText(from)}–${timeText(to)}` })}
        onClick={onRemove}
      >
        {i18n.text('power.hours.remove.short')}
      </button>
    </div>
  );
}

interface TimeSliderProps {
  readonly label: string;
  readonly minutes: number;
  /** The time in words. */
  readonly said: string;
  readonly onMinutes: (minutes: number) => void;
  readonly onLetGo: () => void;
}

function TimeSlider({ label, minutes, said, onMinutes, onLetGo }: TimeSliderProps): ReactNode {
  const id = useId();
  return (
    <div className="time-slider">
      <label htmlFor={id}>
        {label} <span>{said}</span>
      </label>
      <input
        id={id}
        className="slider"
        type="range"
        min={0}
        max={MINUTES_OF_DAY}
        step={STEP_MINUTES}
        value={minutes}
        aria-valuetext={said}
        style={{ '--share': `${(minutes / MINUTES_OF_DAY) * 100}%` } as CSSProperties}
        onChange={(event) => {
          onMinutes(Number(event.target.value));
        }}
        onPointerUp={onLetGo}
        onKeyUp={onLetGo}
        onBlur={onLetGo}
      />
    </div>
  );
}
