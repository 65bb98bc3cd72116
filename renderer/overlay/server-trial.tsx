import { useEffect, useRef, type ReactNode } from 'react';
import type { ServerTrialStatus } from '../../src/shared/status.ts';
import { usePlayerStore } from '../store/player-store.ts';
import { Sheet } from '../ui/sheet.tsx';
import { useBridgeAction, type BridgeAction } from '../ui/use-bridge-action.ts';
import { useI18n } from '../ui/use-i18n.ts';
import { useLocking } from '../ui/use-locking.ts';
import { useSecondsLeft } from '../ui/use-seconds-left.ts';
import './overlay.css';
import { Toast } from './toast.tsx';

/** Over everything while another server is tried: what it plays is seen above the question whether it stays. */
export function ServerTrial(): ReactNode {
  const trial = usePlayerStore((state) => state.snapshot?.serverTrial ?? null);
  const action = useBridgeAction();
  if (trial === null && action.outcome === null) return null;
  return (
    <Sheet className="server-trial">
      {trial === null ? <Toast action={action} /> : <Question trial={trial} action={action} />}
    </Sheet>
  );
}

function Question({
  trial,
  action,
}: {
  readonly trial: ServerTrialStatus;
  readonly action: BridgeAction;
}): ReactNode {
  const i18n = useI18n();
  const seconds = useSecondsLeft(trial.until);
  const group = useRef<HTMLDivElement>(null);
  useLocking();
  // Not on a button: a key that is still held from the form must not decide.
  useEffect(() => {
    group.current?.focus();
  }, []);
  const question = i18n.text('server.trial', { server: trial.server });
  return (
    <div ref={group} className="server-trial-question" role="alertdialog" aria-label={question} tabIndex={-1}>
      <div>
        <p>{question}</p>
        <p role="timer" className="quiet">
          {i18n.text('server.trial.left', { address: trial.before, seconds })}
        </p>
      </div>
      <div className="overlay-buttons">
        <button
          type="button"
          className="button is-main"
          onClick={() => void action.run('keep-server', {}, (_, texts) => texts.text('server.trial.kept'))}
        >
          {i18n.text('display.keep')}
        </button>
        <button
          type="button"
          className="button"
          onClick={() => void action.run('undo-server', {}, (_, texts) => texts.text('server.trial.undone'))}
        >
          {i18n.text('server.trial.undo')}
        </button>
      </div>
    </div>
  );
}
