import type { ReactNode } from 'react';

/** Something that can be done, and beside it what it does. */
export function ActionRow({
  explain,
  isWrong = false,
  children,
}: {
  readonly explain: string;
  /** What it does is not what was wanted of it. */
  readonly isWrong?: boolean;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div className="action-row">
      {children}
      <p className={isWrong ? 'is-wrong' : 'hint'}>{explain}</p>
    </div>
  );
}
