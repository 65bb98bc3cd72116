import type { ReactNode } from 'react';
import type { Snapshot } from '../../src/shared/status.ts';
import { Icon } from '../ui/icon.tsx';
import { useI18n } from '../ui/use-i18n.ts';
import { actionFor, type ProblemAction } from '../../src/shared/problem-actions.ts';

/** Each problem in a sentence, with the action that mends it as a button; without one, that all is well. */
export function ProblemList({
  problems,
  onAction,
}: {
  readonly problems: Snapshot['problems'];
  readonly onAction: (action: ProblemAction) => void;
}): ReactNode {
  const i18n = useI18n();
  if (problems.length === 0) {
    return (
      <section aria-live="polite" className="all-well">
        <p>
          <Icon name="tick" /> {i18n.text('status.no-problems')}
        </p>
      </section>
    );
  }
  return (
    <section aria-live="polite" className="note is-caution">
      <h2>{i18n.text('status.problems')}</h2>
      <ul className="problems">
        {problems.map((problem, place) => {
          const action = actionFor(problem.code);
          return (
            <li key={`${problem.code} ${place}`}>
              <p>{i18n.failure(problem)}</p>
              {action !== null && (
                <button
                  type="button"
                  className="button is-small"
                  onClick={() => {
                    onAction(action);
                  }}
                >
                  {i18n.text(`status.action.${action}`)}
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
