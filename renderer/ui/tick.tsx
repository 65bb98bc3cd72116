import type { ReactNode } from 'react';

interface TickProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChecked: (checked: boolean) => void;
  /** A switch applies at once; a tick is a yes to be sent later. */
  readonly role?: 'switch';
}

/** A yes or no, with its words as part of the target. */
export function Tick({ label, checked, onChecked, role }: TickProps): ReactNode {
  return (
    <label className="tick">
      <input
        type="checkbox"
        role={role}
        checked={checked}
        onChange={(event) => {
          onChecked(event.target.checked);
        }}
      />
      {label}
    </label>
  );
}
