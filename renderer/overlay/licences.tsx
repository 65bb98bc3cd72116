import { useState, type ReactNode, type ToggleEvent } from 'react';
import { shippedLicencesSchema, type ShippedLicence } from '../../src/shared/licences.ts';
import { useI18n } from '../ui/use-i18n.ts';
import { Section } from './section.tsx';

type Licences = readonly ShippedLicence[] | 'unread' | 'away';

/** What others wrote of the player and under which licences; read only when somebody opens it. */
export function LicencesSection(): ReactNode {
  const i18n = useI18n();
  const [licences, setLicences] = useState<Licences>('unread');
  // What is folded away is not there: Tab goes round among what can be seen.
  const [isOpen, setOpen] = useState(false);
  const onToggle = (event: ToggleEvent<HTMLDetailsElement>): void => {
    setOpen(event.currentTarget.open);
    if (licences === 'unread') void readLicences().then(setLicences);
  };
  return (
    <Section title={i18n.text('licences.title')}>
      <details className="licences" onToggle={onToggle}>
        <summary>{i18n.text('licences.explain')}</summary>
        {licences === 'away' && <p className="error">{i18n.text('licences.away')}</p>}
        {isOpen && typeof licences !== 'string' && (
          <ul>
            {licences.map((each) => (
              <li key={`${each.name} ${each.version}`}>
                <details>
                  <summary>{[each.name, each.version, each.licence].filter(Boolean).join(' · ')}</summary>
                  <pre>{each.text}</pre>
                </details>
              </li>
            ))}
          </ul>
        )}
      </details>
    </Section>
  );
}

/** The list that the build put beside the page. */
async function readLicences(): Promise<Licences> {
  try {
    const answer = await fetch('./licences.json');
    const parsed = shippedLicencesSchema.safeParse(await answer.json());
    return parsed.success ? parsed.data : 'away';
  } catch {
    return 'away';
  }
}
