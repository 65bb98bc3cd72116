import { useEffect, useRef, type ReactNode } from 'react';
import { fail, type Failure } from '../../src/shared/result.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { useI18n } from '../ui/use-i18n.ts';
import { useSecondsLeft } from '../ui/use-seconds-left.ts';

interface AddressTrialProps {
  /** ISO 8601. */
  readonly until: string;
  readonly onEnd: (outcome: { readonly isGood: boolean; readonly failure: Failure | null }) => void;
}

/** An address that nobody has kept yet: how long it still holds, and the two ways out of it. */
export function AddressTrial({ until, onEnd }: AddressTrialProps): ReactNode {
  const i18n = useI18n();
  const bridge = useBridge();
  const seconds = useSecondsLeft(until);
  const group = useRef<HTMLDivElement>(null);
  const end = useRef(onEnd);
  // Not on a button: a key that is still held from the form must not decide.
  useEffect(() => {
    group.current?.focus();
  }, []);
  useEffect(() => {
    if (seconds > 0) return;
    end.current({ isGood: false, failure: fail('address-not-kept', 'Nobody kept the address.').error });
  }, [seconds]);
  const keep = async (): Promise<void> => {
    const kept = await bridge.call('keep-address', {});
    onEnd(kept.ok ? { isGood: true, failure: null } : { isGood: false, failure: kept.error });
  };
  const undo = async (): Promise<void> => {
    await bridge.call('undo-address', {});
    onEnd({ isGood: false, failure: null });
  };
  const question = i18n.text('network.trial');
  return (
    <div ref={group} className="note is-caution" role="alertdialog" aria-label={question} tabIndex={-1}>
      <h2>{question}</h2>
      <p role="timer">{i18n.text('network.trial.left', { seconds })}</p>
      <div className="network-buttons">
        <button type="button" className="button is-main" onClick={() => void keep()}>
          {i18n.text('display.keep')}
        </button>
        <button type="button" className="button" onClick={() => void undo()}>
          {i18n.text('server.trial.undo')}
        </button>
      </div>
    </div>
  );
}
