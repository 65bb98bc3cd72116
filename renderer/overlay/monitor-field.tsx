import type { ReactNode } from 'react';
import type { DisplayChoice } from '../../src/shared/displays.ts';
import type { LookChange } from '../../src/shared/settings-schema.ts';
import { ChoiceField } from '../ui/choice-field.tsx';
import type { BridgeAction } from '../ui/use-bridge-action.ts';
import { useI18n } from '../ui/use-i18n.ts';
import { useAnswer } from './use-answer.ts';
import { withChosen } from './with-chosen.ts';

/** Monitors come and go while this is open. */
const READ_EVERY_MS = 3_000;
const PRIMARY = '';

/** On which monitor the player stands; nothing where there is but one and nobody wished for another. */
export function MonitorField({
  wish,
  action,
  attempt,
}: {
  /** The setting `display`. */
  readonly wish: string;
  readonly action: BridgeAction;
  readonly attempt: (change: LookChange) => void;
}): ReactNode {
  const i18n = useI18n();
  const answer = useAnswer('read-displays', {}, READ_EVERY_MS);
  if (answer?.ok !== true) return null;
  const { displays, applies } = answer.value;
  if (displays.length < 2 && wish === PRIMARY) return null;
  const name = i18n.text('display.monitor');
  if (applies === 'never') {
    return (
      <div>
        <p className="choices-name">{name}</p>
        <p className="hint">{i18n.text('display.monitor.never')}</p>
      </div>
    );
  }
  const chosen = chosenOf(displays, wish);
  return (
    <div>
      <ChoiceField
        label={name}
        choices={withChosen([PRIMARY, ...displays.map((display) => display.wish)], chosen)}
        chosen={chosen}
        nameOf={(choice) =>
          choice === PRIMARY ? i18n.text('display.monitor.primary') : nameOf(displays, choice)
        }
        onChoice={(value) => {
          // What nobody sees now is not tried: it could not be judged.
          if (applies === 'now') attempt({ name: 'display', value });
          else void action.run('change-setting', { name: 'display', value });
        }}
      />
      {applies === 'next-start' && <p className="hint">{i18n.text('display.monitor.next-start')}</p>}
    </div>
  );
}

/** A wish may name a monitor by its place or its id; the list has each by one name. */
function chosenOf(displays: readonly DisplayChoice[], wish: string): string {
  if (wish === PRIMARY || displays.some((display) => display.wish === wish)) return wish;
  // A wish for what is away is kept, and shown as what it is.
  const isPlace = displays[Number(wish) - 1] !== undefined;
  return isPlace ? (displays.find(({ isCurrent }) => isCurrent)?.wish ?? wish) : wish;
}

function nameOf(displays: readonly DisplayChoice[], wish: string): string {
  const place = displays.findIndex((display) => display.wish === wish);
  const display = displays[place];
  if (display === undefined) return wish;
  const size = `${display.width} × ${display.height}`;
  return [String(place + 1), display.label, size].filter(Boolean).join(' · ');
}
