import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useI18n } from '../ui/use-i18n.ts';

interface ConfirmButtonProps {
  readonly label: string;
  readonly question: string;
  readonly explain: string;
  /** What it does cannot be taken back from here, so that it is red before it is pressed. */
  readonly isGrave?: boolean;
  readonly onConfirmed: () => void;
}

/** A button whose action asks once more before it is done. Escape and Cancel lead back to it. */
export function ConfirmButton({
  label,
  question,
  explain,
  isGrave = false,
  onConfirmed,
}: ConfirmButtonProps): ReactNode {
  const i18n = useI18n();
  const [isAsking, setAsking] = useState(false);
  const asked = useRef(false);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isAsking && asked.current) button.current?.focus();
    asked.current = isAsking;
  }, [isAsking]);
  if (!isAsking) {
    return (
      <button
        ref={button}
        type="button"
        className={isGrave ? 'button is-grave' : 'button'}
        onClick={() => {
          setAsking(true);
        }}
      >
        {label}
      </button>
    );
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    setAsking(false);
  };
  return (
    <div className="note is-caution question" role="group" aria-label={question} onKeyDown={onKeyDown}>
      <h2>{question}</h2>
      <p>{explain}</p>
      <div className="overlay-buttons">
        <button
          type="button"
          className="button is-grave"
          onClick={() => {
            setAsking(false);
            onConfirmed();
          }}
        >
          {label}
        </button>
        <button
          type="button"
          className="button"
          autoFocus
          onClick={() => {
            setAsking(false);
          }}
        >
          {i18n.text('common.cancel')}
        </button>
      </div>
    </div>
  );
}
