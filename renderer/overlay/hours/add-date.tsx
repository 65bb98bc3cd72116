import { useState, type ReactNode } from 'react';
import { readScreenHours, type DateHours } from '../../../src/shared/screen-hours.ts';
import { Field } from '../../ui/field.tsx';
import { useI18n } from '../../ui/use-i18n.ts';

interface AddDateProps {
  readonly dates: readonly DateHours[];
  readonly onDate: (first: string) => void;
}

/** A field for a date that shall have hours of its own. */
export function AddDate({ dates, onDate }: AddDateProps): ReactNode {
  const i18n = useI18n();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<'wrong' | 'twice' | null>(null);
  const add = (): void => {
    const date = text.trim();
    const isListed = dates.some(({ first, last }) => first <= date && date <= last);
    const isDate = /^\d{4}-\d{2}-\d{2}$/.test(date) && readScreenHours(`${date} off`).ok;
    setProblem(!isDate ? 'wrong' : isListed ? 'twice' : null);
    if (!isDate || isListed) return;
    setText('');
    onDate(date);
  };
  return (
    <form
      className="overlay-form add-date"
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <Field
        label={i18n.text('power.hours.date')}
        hint={i18n.text('power.hours.date.hint')}
        error={problem === null ? null : i18n.text(`power.hours.date.${problem}`)}
        keyboard="text"
        value={text}
        maxLength={10}
        onText={(written) => {
          setText(written);
          setProblem(null);
        }}
      />
      <button type="submit" className="button">
        {i18n.text('power.hours.date.add')}
      </button>
    </form>
  );
}
