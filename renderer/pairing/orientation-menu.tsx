import type { ReactNode } from 'react';
import { orientationChoices } from '../../src/shared/settings-schema.ts';
import { resolveRotation, wantedOrientation, type Rotation } from '../panel/geometry.ts';
import { usePanelSize } from '../panel/use-panel-size.ts';
import { usePlayerStore } from '../store/player-store.ts';
import { ChoiceField } from '../ui/choice-field.tsx';
import { Menu, MenuProblem } from '../ui/menu.tsx';
import { useI18n } from '../ui/use-i18n.ts';
import { useSetting } from '../ui/use-setting.ts';

const icons = { auto: 'turn', landscape: 'landscape', portrait: 'portrait' } as const;

/** How the picture stands. The screen itself is the preview: it turns at once, and a small one shows which way. */
export function OrientationMenu(): ReactNode {
  const i18n = useI18n();
  const panel = usePanelSize();
  const current = usePlayerStore(({ snapshot }) => wantedOrientation(snapshot, panel));
  const { value: orientation = 'auto', ...orientations } = useSetting('orientation');
  const { value: rotation = 'auto', ...rotations } = useSetting('rotation');
  const turned = resolveRotation(rotation, current, panel);
  const isUpright = (turned % 180 === 0) === panel.height > panel.width;
  return (
    <Menu
      icon={isUpright ? 'portrait' : 'landscape'}
      side="right"
      label={
        <>
          {i18n.text('display.orientation')}
          <span className="only-read-out">{i18n.text(`display.orientation.${orientation}`)}</span>
        </>
      }
    >
      <div className="orientation-choices">
        <ScreenPreview isUpright={isUpright} />
        <p className="hint">{i18n.text('display.orientation.explain')}</p>
        <ChoiceField
          label={i18n.text('display.orientation')}
          choices={orientationChoices}
          chosen={orientation}
          nameOf={(choice) => i18n.text(`display.orientation.${choice}`)}
          iconOf={(choice) => icons[choice]}
          onChoice={(choice) => {
            // A fixed rotation would win over the choice.
            if (rotation !== 'auto') rotations.change('auto');
            orientations.change(choice);
          }}
        />
        <button
          type="button"
          className="button"
          onClick={() => {
            rotations.change(turnedOver(turned));
          }}
        >
          {i18n.text('display.turn-over')}
        </button>
        <MenuProblem sentence={orientations.problem ?? rotations.problem} />
      </div>
    </Menu>
  );
}

/** A screen that turns while what is on it stays upright. */
function ScreenPreview({ isUpright }: { readonly isUpright: boolean }): ReactNode {
  return (
    <svg
      className={isUpright ? 'screen-preview is-upright' : 'screen-preview'}
      viewBox="-50 -50 100 100"
      aria-hidden="true"
    >
      <rect x="-46" y="-28" width="92" height="56" rx="5" />
      <path d="M-18 14 L-6 -4 L4 8 L9 2 L18 14 Z" />
      <circle cx="10" cy="-10" r="4" />
    </svg>
  );
}

function turnedOver(rotation: Rotation): '0' | '90' | '180' | '270' {
  const over = { 0: '180', 90: '270', 180: '0', 270: '90' } as const;
  return over[rotation];
}
