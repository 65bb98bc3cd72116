import type { ReactNode } from 'react';

/** A name, and so the same in every language. */
export const productName = 'DigiPlayer';

/** The program's sign and name; the same drawing as assets/icon/icon.svg, without its ground. */
export function Brand(): ReactNode {
  return (
    <p className="brand">
      <svg viewBox="160 216 704 624" aria-hidden="true">
        <rect
          x="196"
          y="252"
          width="632"
          height="416"
          rx="56"
          fill="none"
          stroke="var(--accent)"
          strokeWidth="52"
        />
        <path
          d="M446 362v196a22 22 0 0 0 33.6 18.7l158-98a22 22 0 0 0 0-37.4l-158-98A22 22 0 0 0 446 362Z"
          fill="var(--accent)"
        />
        <path d="M356 790h312" stroke="var(--text)" strokeWidth="52" strokeLinecap="round" />
      </svg>
      {productName}
    </p>
  );
}
