import { useId, type ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

interface ChoiceFieldProps<Choice extends string> {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly chosen: Choice;
  readonly nameOf: (choice: Choice) => string;
  /** Marks in place of the names, which are then only read out, like the label. */
  readonly iconOf?: (choice: Choice) => IconName;
  readonly onChoice: (choice: Choice) => void;
}

/** One of several, all in sight. */
export function ChoiceField<Choice extends string>(props: ChoiceFieldProps<Choice>): ReactNode {
  const { label, choices, chosen, nameOf, iconOf, onChoice } = props;
  const group = useId();
  return (
    <fieldset className="choices">
      <legend className={iconOf === undefined ? undefined : 'only-read-out'}>{label}</legend>
      <div className="choices-row">
        {choices.map((choice) => (
          <label key={choice} className="choice">
            <input
              type="radio"
              name={group}
              value={choice}
              checked={choice === chosen}
              aria-label={iconOf === undefined ? undefined : nameOf(choice)}
              onChange={() => {
                onChoice(choice);
              }}
            />
            {iconOf === undefined ? nameOf(choice) : <Icon name={iconOf(choice)} />}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
