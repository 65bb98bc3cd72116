import type { ReactNode } from 'react';
import { Name } from '../ui/name.tsx';

/** Names and values beside each other; a value of null is left out. */
export function Facts({
  rows,
}: {
  readonly rows: readonly (readonly [name: string, value: ReactNode])[];
}): ReactNode {
  return (
    <dl className="facts">
      {rows
        .filter(([, value]) => value !== null)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{typeof value === 'string' ? <Name text={value} /> : value}</dd>
          </div>
        ))}
    </dl>
  );
}
