import type { ReactNode } from 'react';

const bars = [25, 50, 75, 100];
const WIDTH = 4;

/** How well a network is heard, as four bars; the per cent stand beside it. */
export function SignalBars({ strength }: { readonly strength: number }): ReactNode {
  return (
    <svg className="signal-bars" viewBox="0 0 22 16" aria-hidden="true">
      {bars.map((height, place) => (
        <rect
          key={height}
          className={strength > height - 25 ? 'is-on' : undefined}
          x={place * (WIDTH + 2)}
          y={16 - (height / 100) * 16}
          width={WIDTH}
          height={(height / 100) * 16}
          rx="1"
        />
      ))}
    </svg>
  );
}
