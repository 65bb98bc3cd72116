import type { ReactNode } from 'react';

/** Our own marks, drawn on a field of 24 with a line of one width. */
const drawings = {
  tick: 'M5 12.5l4.5 4.5L19 7.5',
  cross: 'M6 6l12 12M18 6L6 18',
  warning: 'M12 4L2.8 20h18.4zM12 10v4.5M12 17.4v.1',
  skipped: 'M6 12h12',
  globe:
    'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M3 12h18M12 3c2.6 2.6 3.8 5.7 3.8 9s-1.2 6.4-3.8 9c-2.6-2.6-3.8-5.7-3.8-9S9.4 5.6 12 3',
  landscape: 'M3 6h18v12H3zM9 21h6',
  portrait: 'M7 2.5h10v16H7zM10 21.5h4',
  turn: 'M4 12a8 8 0 0 1 13.7-5.6L20 8.5M20 4v4.5h-4.5M20 12a8 8 0 0 1-13.7 5.6L4 15.5M4 20v-4.5h4.5',
  status: 'M3 12h4l3-7 4 14 3-7h4',
  server: 'M4 4h16v6.5H4zM4 13.5h16V20H4zM7.5 7.3h.1M7.5 16.8h.1',
  display: 'M3 4.5h18v12H3zM8.5 20.5h7M12 16.5v4',
  storage:
    'M4 6.5c0-1.7 3.6-3 8-3s8 1.3 8 3-3.6 3-8 3-8-1.3-8-3M4 6.5v11c0 1.7 3.6 3 8 3s8-1.3 8-3v-11M4 12c0 1.7 3.6 3 8 3s8-1.3 8-3',
  security: 'M6 10.5h12v9.5H6zM8.5 10.5V7.5a3.5 3.5 0 0 1 7 0v3M12 14v2.5',
  logs: 'M4 6h16M4 10.5h11M4 15h16M4 19.5h7',
  power: 'M12 3v8M6.8 6.2a8 8 0 1 0 10.4 0',
  shield: 'M12 3l7.5 2.8v5.7c0 4.6-3 8-7.5 9.5-4.5-1.5-7.5-4.9-7.5-9.5V5.8z',
  wifi: 'M2.5 9a14 14 0 0 1 19 0M5.7 12.6a9.3 9.3 0 0 1 12.6 0M9 16.1a4.5 4.5 0 0 1 6 0M12 19.6v.1',
  wired: 'M9 3h6v6H9zM12 9v5M5 14h14M5 14v3M19 14v3M2.5 17h5v4h-5zM16.5 17h5v4h-5z',
  backspace: 'M8.5 5.5H21v13H8.5L2.5 12zM12 9.5l5 5M17 9.5l-5 5',
  shift: 'M12 4l8 8.5h-4.5V20h-7v-7.5H4z',
  enter: 'M20 5v8H5M9.5 8.5L5 13l4.5 4.5',
  play: 'M7.5 5v14L19 12z',
  hide: 'M6 9.5l6 6 6-6',
} as const;

export type IconName = keyof typeof drawings;

/** A mark beside a text, or on a button that names itself otherwise: it is never read out. */
export function Icon({ name }: { readonly name: IconName }): ReactNode {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={drawings[name]} />
    </svg>
  );
}
