import type { ReactNode } from 'react';

/** A part of a tab under a heading of its own. */
export function Section({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <section className="overlay-section">
      <h2>{title}</h2>
      {children}
    </section>
  );
}
