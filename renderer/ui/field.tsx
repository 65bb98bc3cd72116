import { useId, type InputHTMLAttributes, type ReactNode } from 'react';

interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'id'> {
  readonly label: string;
  readonly hint?: string;
  /** One sentence: what is wrong with this field and what to do. */
  readonly error: string | null;
  readonly onText: (text: string) => void;
  readonly children?: ReactNode;
}

/** A labelled text field with its hint, and its error read out when it appears. */
export function Field({ label, hint, error, onText, children, ...input }: FieldProps): ReactNode {
  const id = useId();
  const described = [hint === undefined ? '' : `${id}-hint`, error === null ? '' : `${id}-error`];
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        {...input}
        id={id}
        aria-describedby={described.join(' ').trim() || undefined}
        aria-invalid={error !== null}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        onChange={(event) => {
          onText(event.target.value);
        }}
      />
      {hint !== undefined && (
        <p id={`${id}-hint`} className="hint">
          {hint}
        </p>
      )}
      <p id={`${id}-error`} className="error" role="alert">
        {error}
      </p>
      {children}
    </div>
  );
}
