import { useId, type ReactNode } from 'react';

interface ChoiceFieldProps<Choice extends string> {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly chosen: Choice;
  readonly nameOf: (choice: Choice) => string;
  readonly onChoice: (choice: Choice) => void;
}

/** One of several, from a list. */
export function ChoiceField<Choice extends string>(props: ChoiceFieldProps<Choice>): ReactNode {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      <select
        id={id}
        value={props.chosen}
        onChange={(event) => {
          const choice = props.choices.find((one) => one === event.target.value);
          if (choice !== undefined) props.onChoice(choice);
        }}
      >
        {props.choices.map((choice) => (
          <option key={choice} value={choice}>
            {props.nameOf(choice)}
          </option>
        ))}
      </select>
    </div>
  );
}
