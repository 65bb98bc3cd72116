import type { ReactNode } from 'react';

interface BarProps {
  readonly label: string;
  readonly value: number;
  readonly max: number;
  /** A meter says how full something is, a progress bar how far something has come. */
  readonly role: 'meter' | 'progressbar';
}

/** From so much on, a meter warns. */
const NEARLY_FULL = 0.9;

/** A share of a whole, drawn as a filled bar. */
export function Bar({ label, value, max, role }: BarProps): ReactNode {
  const share = max <= 0 ? 0 : Math.min(1, Math.max(0, value / max));
  return (
    <div
      className={role === 'meter' && share >= NEARLY_FULL ? 'bar is-full' : 'bar'}
      role={role}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
    >
      <i style={{ transform: `scaleX(${share})` }} />
    </div>
  );
}
