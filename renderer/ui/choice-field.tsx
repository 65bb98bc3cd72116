import { useId, type ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

interface ChoiceFieldProps<Choice extends string> {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly chosen: Choice;
  readonly nameOf: (choice: Choice) => ReactNode;
  /** Marks beside the names; the label above them is then only read out. */
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
              onChange={() => {
                onChoice(choice);
              }}
            />
            {iconOf !== undefined && <Icon name={iconOf(choice)} />}
            {nameOf(choice)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
