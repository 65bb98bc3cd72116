import { useRef, useState, type ReactNode, type SyntheticEvent } from 'react';
import type { Snapshot } from '../../src/shared/status.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { Icon } from '../ui/icon.tsx';
import { deleteIn, typeInto } from '../ui/keyboard/type-into.ts';
import { isPin } from '../../src/shared/pin.ts';
import { useI18n } from '../ui/use-i18n.ts';

interface PinPadProps {
  readonly pin: Snapshot['pin'];
  readonly onOpen: () => void;
}

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/**
 * Asks for the PIN of the settings, by pad or by keyboard, and says how long a lock-out still lasts. The player itself holds
 * the lock; this only asks.
 */
export function PinPad({ pin, onOpen }: PinPadProps): ReactNode {
  const i18n = useI18n();
  const bridge = useBridge();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const isLockedOut = pin.lockedOutSeconds > 0;

  const unlock = async (): Promise<void> => {
    if (!isPin(typed)) return;
    const answer = await bridge.call('unlock', { pin: typed });
    setTyped('');
    if (answer.ok) onOpen();
    else setProblem(i18n.failure(answer.error));
  };
  // The field keeps the focus, so that pad and keyboard can be mixed.
  const keepFocus = (event: SyntheticEvent): void => {
    event.preventDefault();
  };
  const key = (digit: string): ReactNode => (
    <button
      key={digit}
      type="button"
      className="key"
      onClick={() => {
        if (input.current === null) return;
        // The Tab key selects what it passes over: a digit of the pad is always one more.
        input.current.setSelectionRange(input.current.value.length, input.current.value.length);
        typeInto(input.current, digit);
      }}
    >
      {digit}
    </button>
  );
  return (
    <form
      className="pin-pad"
      onSubmit={(event) => {
        event.preventDefault();
        void unlock();
      }}
    >
      <label htmlFor="settings-pin">{i18n.text('pin.title')}</label>
      <input
        ref={input}
        id="settings-pin"
        className="input"
        type="password"
        inputMode="numeric"
        autoComplete="off"
        autoFocus
        value={typed}
        aria-describedby="settings-pin-problem"
        onChange={(event) => {
          setTyped(event.target.value.replace(/\D/g, '').slice(0, 12));
          setProblem(null);
        }}
      />
      <p id="settings-pin-problem" className="error" role="alert">
        {isLockedOut ? i18n.text('pin.locked-out', { time: i18n.duration(pin.lockedOutSeconds) }) : problem}
      </p>
      <div className="pin-keys" onPointerDown={keepFocus} onMouseDown={keepFocus}>
        {digits.map(key)}
        <button
          type="button"
          className="key"
          aria-label={i18n.text('keyboard.backspace')}
          onClick={() => {
            if (input.current !== null) deleteIn(input.current);
          }}
        >
          <Icon name="backspace" />
        </button>
        {key('0')}
        <button
          type="submit"
          className="key is-enter"
          aria-label={i18n.text('pin.open')}
          disabled={isLockedOut || !isPin(typed)}
        >
          <Icon name="tick" />
        </button>
      </div>
    </form>
  );
}
