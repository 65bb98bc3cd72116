import { useState, type ReactNode } from 'react';
import { useI18n } from '../ui/use-i18n.ts';

interface ConfirmButtonProps {
  readonly label: string;
  readonly question: string;
  readonly explain: string;
  readonly onConfirmed: () => void;
}

/** A button whose deed asks once more before it is done. */
export function ConfirmButton({ label, question, explain, onConfirmed }: ConfirmButtonProps): ReactNode {
  const i18n = useI18n();
  const [isAsking, setAsking] = useState(false);
  if (!isAsking) {
    return (
      <button
        type="button"
        className="button"
        onClick={() => {
          setAsking(true);
        }}
      >
        {label}
      </button>
    );
  }
  return (
    <div className="note is-caution" role="group" aria-label={question}>
      <strong>{question}</strong>
      <p>{explain}</p>
      <div className="overlay-buttons">
        <button
          type="button"
          className="button is-main"
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
