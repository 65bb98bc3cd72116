import { useId, type InputHTMLAttributes, type ReactNode } from 'react';
import type { KeyboardKind } from './keyboard/keyboard-layouts.ts';

interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'id'> {
  readonly label: string;
  readonly hint?: string;
  /** One sentence: what is wrong with this field and what to do. */
  readonly error: string | null;
  /** Which keys a finger is offered. */
  readonly keyboard: KeyboardKind;
  readonly onText: (text: string) => void;
  /** What else is to be said below the input. */
  readonly children?: ReactNode;
}

/** A labelled text field with its hint, and its error, which takes the hint's place and is read out when it appears. */
export function Field(props: FieldProps): ReactNode {
  const { label, hint, error, keyboard, onText, children, ...input } = props;
  const id = useId();
  const showsHint = hint !== undefined && error === null;
  const describedBy = error !== null ? `${id}-error` : showsHint ? `${id}-hint` : undefined;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        {...input}
        id={id}
        className="input"
        data-keyboard={keyboard}
        aria-describedby={describedBy}
        aria-invalid={error !== null}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        onChange={(event) => {
          onText(event.target.value);
        }}
      />
      <div className="said">
        {showsHint && (
          <p id={`${id}-hint`} className="hint">
            {hint}
          </p>
        )}
        <p id={`${id}-error`} className="error" role="alert">
          {error}
        </p>
        {children}
      </div>
    </div>
  );
}
