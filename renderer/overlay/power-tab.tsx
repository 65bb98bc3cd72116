import type { ReactNode } from 'react';
import type { AwakeReport, Snapshot } from '../../src/shared/status.ts';
import { ChoiceField } from '../ui/choice-field.tsx';
import type { I18n } from '../ui/i18n.ts';
import { Tick } from '../ui/tick.tsx';
import type { BridgeAction } from '../ui/use-bridge-action.ts';
import { useI18n } from '../ui/use-i18n.ts';
import { ActionRow } from './action-row.tsx';
import { withChosen } from './with-chosen.ts';
import { ConfirmButton } from './confirm-button.tsx';
import { HoursSection } from './hours/hours-section.tsx';
import { LicencesSection } from './licences.tsx';
import { Section } from './section.tsx';
import { UpdatesSection } from './updates-section.tsx';

interface PowerSectionProps {
  readonly snapshot: Snapshot;
  readonly action: BridgeAction;
}

/** The tab from top to bottom; another part of it is one more line here. */
const sections: readonly ((props: PowerSectionProps) => ReactNode)[] = [
  AwakeSection,
  StartSection,
  HoursSection,
  PlannedSection,
  UpdatesSection,
  LicencesSection,
];

/** When the screen is on, when it starts anew, and how to end it. */
export function PowerTab(props: PowerSectionProps): ReactNode {
  return sections.map((Part) => <Part key={Part.name} {...props} />);
}

function AwakeSection({ snapshot, action }: PowerSectionProps): ReactNode {
  const i18n = useI18n();
  return (
    <Section title={i18n.text('power.section.on')}>
      <ActionRow explain={awakeText(i18n, snapshot.awake)} isWrong={isHeldByNothing(snapshot.awake)}>
        <Tick
          role="switch"
          label={i18n.text('power.keep-awake')}
          checked={snapshot.settings.keepAwake}
          onChecked={(value) => void action.run('change-setting', { name: 'keepAwake', value })}
        />
      </ActionRow>
      {snapshot.autostart !== null && (
        <ActionRow explain={i18n.text('power.autostart.explain')}>
          <Tick
            role="switch"
            label={i18n.text('power.autostart')}
            checked={snapshot.autostart}
            onChecked={(on) => void action.run('set-autostart', { on })}
          />
        </ActionRow>
      )}
    </Section>
  );
}

function StartSection({ action }: PowerSectionProps): ReactNode {
  const i18n = useI18n();
  return (
    <Section title={i18n.text('power.section.now')}>
      <ActionRow explain={i18n.text('power.restart.explain')}>
        <ConfirmButton
          label={i18n.text('power.restart')}
          question={i18n.text('power.restart.question')}
          explain={i18n.text('power.restart.explain')}
          onConfirmed={() => void action.run('relaunch', {})}
        />
      </ActionRow>
      <ActionRow explain={i18n.text('power.quit.explain')}>
        <ConfirmButton
          label={i18n.text('power.quit')}
          question={i18n.text('power.quit.question')}
          explain={i18n.text('power.quit.explain')}
          isGrave
          onConfirmed={() => void action.run('quit', {})}
        />
      </ActionRow>
    </Section>
  );
}

const OFF = '';
const nights = [OFF, '02:00', '03:00', '04:00', '05:00'] as const;
const limits = ['0', '1000', '1500', '2000', '3000'] as const;

/** What nobody has to be there for. */
function PlannedSection({ snapshot, action }: PowerSectionProps): ReactNode {
  const i18n = useI18n();
  const { nightlyRestart, memoryLimitMb } = snapshot.settings;
  return (
    <Section title={i18n.text('power.section.planned')}>
      <div className="overlay-grid">
        <div>
          <ChoiceField
            label={i18n.text('power.nightly')}
            choices={withChosen(nights, nightlyRestart)}
            chosen={nightlyRestart}
            nameOf={(choice) => (choice === OFF ? i18n.text('common.off') : choice)}
            onChoice={(value) => void action.run('change-setting', { name: 'nightlyRestart', value })}
          />
          <p className="hint">{i18n.text('power.nightly.explain')}</p>
        </div>
        <div>
          <ChoiceField
            label={i18n.text('power.memory-limit')}
            choices={withChosen(limits, String(memoryLimitMb))}
            chosen={String(memoryLimitMb)}
            nameOf={(choice) =>
              choice === '0' ? i18n.text('common.off') : `${i18n.number(Number(choice))} MB`
            }
            onChoice={(choice) =>
              void action.run('change-setting', { name: 'memoryLimitMb', value: Number(choice) })
            }
          />
          <p className="hint">{i18n.text('power.memory-limit.explain')}</p>
        </div>
      </div>
    </Section>
  );
}

/** What the switch does, and what came of it on this machine. */
function awakeText(i18n: I18n, awake: AwakeReport | null): string {
  const explain = i18n.text('power.keep-awake.explain');
  if (awake?.wanted !== true) return explain;
  if (isHeldByNothing(awake)) return i18n.text('power.keep-awake.none');
  const held = i18n.text('power.keep-awake.held', { means: awake.heldBy.join(', ') });
  if (awake.failed.length === 0) return held;
  return `${held} ${i18n.text('power.keep-awake.failed', { means: awake.failed.join(', ') })}`;
}

function isHeldByNothing(awake: AwakeReport | null): boolean {
  return awake?.wanted === true && awake.heldBy.length === 0;
}
