import { useEffect, useId, type CSSProperties, type ReactNode } from 'react';
import {
  clockChoices,
  fitChoices,
  orientationChoices,
  rotationChoices,
  transitionChoices,
  type LookChange,
} from '../../src/shared/settings-schema.ts';
import type { Snapshot } from '../../src/shared/status.ts';
import { isContradicted } from '../panel/geometry.ts';
import { usePanelSize } from '../panel/use-panel-size.ts';
import { usePlayerStore } from '../store/player-store.ts';
import { ChoiceField } from '../ui/choice-field.tsx';
import { Tick } from '../ui/tick.tsx';
import { LanguageField } from '../ui/language-choice.tsx';
import type { BridgeAction } from '../ui/use-bridge-action.ts';
import { useI18n } from '../ui/use-i18n.ts';
import { wallPlace } from '../ui/wall-place.ts';
import { MonitorField } from './monitor-field.tsx';
import { TestSounds } from './test-sounds.tsx';
import { TrialBar } from './trial-bar.tsx';
import { withChosen } from './with-chosen.ts';

interface DisplayTabProps {
  readonly snapshot: Snapshot;
  readonly action: BridgeAction;
}

const colours = ['#000000', '#ffffff', '#404040', '#102030'] as const;
const colourNames: Readonly<Record<string, 'black' | 'white' | 'grey' | 'blue'>> = {
  '#000000': 'black',
  '#ffffff': 'white',
  '#404040': 'grey',
  '#102030': 'blue',
};
const lengths = ['300', '600', '1000', '2000'] as const;

/** How content looks and sounds, beside the content itself; a look is tried until somebody keeps it. */
export function DisplayTab({ snapshot, action }: DisplayTabProps): ReactNode {
  const i18n = useI18n();
  const { settings } = snapshot;
  const attempt = (change: LookChange): void => {
    void action.run('try-setting', change, () => '');
  };
  return (
    <div className="overlay-grid">
      {snapshot.trial !== null && <TrialBar trial={snapshot.trial} action={action} />}
      <Turning snapshot={snapshot} attempt={attempt} />
      <MonitorField wish={settings.display} action={action} attempt={attempt} />
      <ChoiceField
        label={i18n.text('display.fit')}
        choices={fitChoices}
        chosen={settings.fit}
        nameOf={(choice) => i18n.text(`display.fit.${choice}`)}
        onChoice={(value) => {
          attempt({ name: 'fit', value });
        }}
      />
      <WallPlace setting={settings.wall} />
      <ChoiceField
        label={i18n.text('display.background')}
        choices={withChosen(colours, settings.backgroundColour.toLowerCase())}
        chosen={settings.backgroundColour.toLowerCase()}
        nameOf={(choice) => <Swatch colour={choice} />}
        onChoice={(value) => {
          attempt({ name: 'backgroundColour', value });
        }}
      />
      <ChoiceField
        label={i18n.text('display.transition')}
        choices={transitionChoices}
        chosen={settings.transition}
        nameOf={(choice) => i18n.text(`display.transition.${choice}`)}
        onChoice={(value) => {
          attempt({ name: 'transition', value });
        }}
      />
      {settings.transition !== 'cut' && (
        <ChoiceField
          label={i18n.text('display.transition-length')}
          choices={withChosen(lengths, String(settings.transitionMs))}
          chosen={String(settings.transitionMs)}
          nameOf={(choice) => `${i18n.number(Number(choice) / 1_000)} s`}
          onChoice={(choice) => {
            attempt({ name: 'transitionMs', value: Number(choice) });
          }}
        />
      )}
      <ChoiceField
        label={i18n.text('display.clock')}
        choices={clockChoices}
        chosen={settings.clock}
        nameOf={(choice) => i18n.text(choice === 'off' ? 'common.off' : `display.clock.${choice}`)}
        onChoice={(value) => void action.run('change-setting', { name: 'clock', value }, () => '')}
      />
      {settings.wall === '' && (
        <Tick
          role="switch"
          label={i18n.text('display.pixel-shift')}
          checked={settings.pixelShift}
          onChecked={(value) => void action.run('change-setting', { name: 'pixelShift', value }, () => '')}
        />
      )}
      <Volume percent={settings.volume} action={action} />
      <TestPatternSwitch />
      <div className="is-wide">
        <LanguageField
          chosen={settings.language}
          onChoice={(value) => void action.run('change-setting', { name: 'language', value })}
        />
      </div>
    </div>
  );
}

/** Which way up. A fixed rotation goes before any orientation, which is said where the two contradict each other. */
function Turning({
  snapshot: { settings, player },
  attempt,
}: {
  readonly snapshot: Snapshot;
  readonly attempt: (change: LookChange) => void;
}): ReactNode {
  const i18n = useI18n();
  const panel = usePanelSize();
  const { rotation, orientation } = settings;
  return (
    <>
      <ChoiceField
        label={i18n.text('display.orientation')}
        choices={orientationChoices}
        chosen={orientation}
        nameOf={(choice) => i18n.text(`display.orientation.${choice}`)}
        onChoice={(value) => {
          attempt({ name: 'orientation', value });
          // A person who picks an orientation wants to see it.
          if (rotation !== 'auto') attempt({ name: 'rotation', value: 'auto' });
        }}
      />
      <div>
        <ChoiceField
          label={i18n.text('display.rotation')}
          choices={rotationChoices}
          chosen={rotation}
          nameOf={(choice) =>
            choice === 'auto'
              ? i18n.text('display.rotation.auto')
              : i18n.text('display.rotation.degrees', { degrees: choice })
          }
          onChoice={(value) => {
            attempt({ name: 'rotation', value });
          }}
        />
        {isContradicted(rotation, player.orientation, panel) && (
          <p className="hint is-wrong" role="note">
            {i18n.text('display.rotation.contradicts', {
              orientation: i18n.text(`display.orientation.${player.orientation}`),
            })}
          </p>
        )}
      </div>
    </>
  );
}

/** Which part of a wall this screen shows; a file says it, since each screen of the wall needs its own. */
function WallPlace({ setting }: { readonly setting: string }): ReactNode {
  const i18n = useI18n();
  const place = wallPlace(i18n, setting);
  if (place === null) return null;
  return (
    <div>
      <p className="choices-name">{i18n.text('display.wall')}</p>
      <p className="hint">{`${place} · ${setting}`}</p>
    </div>
  );
}

function Swatch({ colour }: { readonly colour: string }): ReactNode {
  const i18n = useI18n();
  const name = colourNames[colour];
  return (
    <>
      <i className="swatch" style={{ background: colour }} />
      {name === undefined ? colour : i18n.text(`display.colour.${name}`)}
    </>
  );
}

function Volume({ percent, action }: { readonly percent: number; readonly action: BridgeAction }): ReactNode {
  const i18n = useI18n();
  const id = useId();
  return (
    <div className="volume">
      <label htmlFor={id}>
        {i18n.text('display.volume')}: {i18n.text('display.volume.value', { percent })}
      </label>
      <input
        id={id}
        className="slider"
        type="range"
        min={0}
        max={100}
        step={5}
        value={percent}
        style={{ '--share': `${percent}%` } as CSSProperties}
        onChange={(event) =>
          void action.run('change-setting', { name: 'volume', value: Number(event.target.value) }, () => '')
        }
      />
    </div>
  );
}

/** The pattern goes with the tab. */
function TestPatternSwitch(): ReactNode {
  const i18n = useI18n();
  const show = usePlayerStore((state) => state.showTestPattern);
  useEffect(
    () => () => {
      show(false);
    },
    [show],
  );
  return (
    <div className="test-pattern-switch">
      <button
        type="button"
        className="button"
        onClick={() => {
          show(true);
        }}
      >
        {i18n.text('display.pattern.show')}
      </button>
      <TestSounds />
    </div>
  );
}
