import type { ReactNode } from 'react';
import { groupsOfFour } from '../../src/shared/fingerprint.ts';

/** A fingerprint to compare; groups that differ from `than` are marked. */
export function FingerprintText({
  fingerprint,
  than = null,
}: {
  readonly fingerprint: string;
  readonly than?: string | null;
}): ReactNode {
  const others = than === null ? null : groupsOfFour(than);
  return (
    <code className="fingerprint">
      {groupsOfFour(fingerprint).map((group, place) => (
        <span key={place} className={others !== null && others[place] !== group ? 'differs' : undefined}>
          {place === 0 ? '' : ' '}
          {Array.from(group, (digit, at) => (
            <i key={at}>{digit}</i>
          ))}
        </span>
      ))}
    </code>
  );
}
