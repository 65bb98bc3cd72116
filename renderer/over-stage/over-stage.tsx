import type { CSSProperties, ReactNode } from 'react';
import type { Clock } from '../../src/shared/clock.ts';
import type { VisibleSettings } from '../../src/shared/settings-schema.ts';
import type { ClockStatus } from '../../src/shared/status.ts';
import type { Wall } from '../../src/shared/wall.ts';
import { usePlayerStore } from '../store/player-store.ts';
import { AlertCard } from './alert-card.tsx';
import { ClockFace } from './clock-face.tsx';
import { LETTER_SIZE } from './letters.ts';
import './over-stage.css';
import { Ticker } from './ticker.tsx';

interface OverStageProps {
  readonly clock: Clock;
  readonly clockStatus: ClockStatus;
  readonly settings: Pick<VisibleSettings, 'clock'>;
  /** Null: the screen has a picture of its own. */
  readonly wall: Wall | null;
  /** Where the picture lies just now, by the pixel shift. */
  readonly shift: CSSProperties | undefined;
}

/** What stands over content without being content: the time, one line of text, and over both an alert. */
export function OverStage({ clock, clockStatus, settings, wall, shift }: OverStageProps): ReactNode {
  const alert = usePlayerStore((state) => state.snapshot?.alert ?? null);
  const corner = cornerHere(settings.clock, wall);
  const written = usePlayerStore((state) => state.snapshot?.ticker ?? '');
  const ticker = hasTicker(wall) ? written : '';
  if (alert === null && corner === null && ticker === '') return null;
  // Whoever presses on an alert does not see the page below it.
  const pointerEvents = alert === null ? 'none' : 'auto';
  const look = { ...shift, pointerEvents, '--letter-size': `${LETTER_SIZE}cqmin` } as CSSProperties;
  return (
    <div className={ticker === '' ? 'over-stage' : 'over-stage has-ticker'} style={look}>
      {alert === null && corner !== null && (
        <ClockFace clock={clock} clockStatus={clockStatus} corner={corner} />
      )}
      {alert === null && ticker !== '' && <Ticker text={ticker} />}
      {alert !== null && <AlertCard alert={alert} />}
    </div>
  );
}

/** A wall has one clock, on the screen of that corner. */
function cornerHere(
  setting: VisibleSettings['clock'],
  wall: Wall | null,
): Exclude<VisibleSettings['clock'], 'off'> | null {
  if (setting === 'off') return null;
  if (wall === null) return setting;
  const row = setting.startsWith('top') ? 0 : wall.rows - 1;
  const column = setting.endsWith('left') ? 0 : wall.columns - 1;
  return wall.row === row && wall.column === column ? setting : null;
}

/** A line would be torn between two screens beside each other. */
function hasTicker(wall: Wall | null): boolean {
  return wall === null || (wall.columns === 1 && wall.row === wall.rows - 1);
}
