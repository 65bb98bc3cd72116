import type { ReactNode } from 'react';
import type { FailureCode, MediaCode } from '../../src/shared/failure-codes.ts';
import type { Failure } from '../../src/shared/result.ts';
import type { I18n } from '../ui/i18n.ts';
import { useI18n } from '../ui/use-i18n.ts';

const leftOutCodes: readonly FailureCode[] = [
  'item-left-out',
  'item-does-not-play',
  'page-does-not-show',
  'item-not-replaced',
];

type Reason =
  'missing' | 'unreadable' | 'unsupported' | 'page' | 'broken' | 'unanswered' | 'refused' | 'room';

/** What the codes of a failed download mean to whoever looks after the files. */
const reasons: Partial<Readonly<Record<MediaCode, Reason>>> = {
  'not-found': 'missing',
  undecodable: 'unreadable',
  unsupported: 'unsupported',
  'is-a-page': 'page',
  incomplete: 'broken',
  trickles: 'broken',
  'hash-mismatch': 'broken',
  'size-mismatch': 'broken',
  'bad-answer': 'broken',
  offline: 'unanswered',
  timeout: 'unanswered',
  'server-error': 'unanswered',
  'rate-limited': 'unanswered',
  refused: 'refused',
  unauthorized: 'refused',
  untrusted: 'refused',
  'too-large': 'room',
  'cache-full': 'room',
  'disk-full': 'room',
  'disk-lacks': 'room',
};

/** Files that are not shown, each with its reason. */
export function LeftOut({ problems }: { readonly problems: readonly Failure[] }): ReactNode {
  const i18n = useI18n();
  const leftOut = problems.filter(({ code }) => leftOutCodes.includes(code));
  if (leftOut.length === 0) return null;
  return (
    <section className="note is-caution">
      <h2>{i18n.text('storage.left-out')}</h2>
      <ul className="problems">
        {leftOut.map((problem, place) => (
          <li key={`${problem.code} ${place}`}>
            <p>
              {i18n.failure(problem)} <span className="quiet">{reasonOf(i18n, problem)}</span>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function reasonOf(i18n: I18n, { params }: Failure): string | null {
  const code = params?.['reason'];
  if (code === undefined) return null;
  const reason = reasons[code as MediaCode];
  return reason === undefined ? `(${code})` : i18n.text(`storage.reason.${reason}`);
}
