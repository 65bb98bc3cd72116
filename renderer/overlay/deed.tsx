import type { ReactNode } from 'react';

/** Something that can be done, and beside it what it does. */
export function Deed({
  explain,
  children,
}: {
  readonly explain: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div className="deed">
      {children}
      <p className="hint">{explain}</p>
    </div>
  );
}
