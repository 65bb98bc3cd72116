import { useRef, useState, type CSSProperties, type ReactNode } from 'react';
import type { Clock } from '../src/shared/clock.ts';
import { canvasOf, wallOf } from '../src/shared/wall.ts';
import { Overlay } from './overlay/overlay.tsx';
import { ServerTrial } from './overlay/server-trial.tsx';
import { TestPattern } from './overlay/test-pattern.tsx';
import { OverStage } from './over-stage/over-stage.tsx';
import { usePixelShift } from './over-stage/use-pixel-shift.ts';
import { PairingScreen } from './pairing/pairing-screen.tsx';
import { logicalSize, resolveRotation, rotationTransform, wantedOrientation } from './panel/geometry.ts';
import { useScreenPicture } from './picture/use-screen-picture.ts';
import { StageView } from './stage/stage-view.tsx';
import { TouchCount } from './stage/touch-count.tsx';
import { useKeepFocus } from './stage/use-keep-focus.ts';
import { useOverlayControls } from './overlay/use-overlay-controls.ts';
import type { TouchView } from './stage/used-page.ts';
import { usePanelSize } from './panel/use-panel-size.ts';
import { useWakePanel } from './panel/use-wake-panel.ts';
import { StandbyScreen } from './standby/standby-screen.tsx';
import { usePlayerStore } from './store/player-store.ts';

/**
 * Everything that is on the panel, turned as one: standby below, the stage over it, and over both the pairing screen
 * or the overlay. Content goes on beneath whatever a person opens (ARCHITECTURE.md, *Never blank*).
 */
export function App({ clock }: { readonly clock: Clock }): ReactNode {
  const panelElement = useRef<HTMLDivElement>(null);
  const panel = usePanelSize();
  const clockStatus = usePlayerStore((state) => state.snapshot?.clock ?? null);
  const settings = usePlayerStore((state) => state.snapshot?.settings ?? null);
  const orientation = usePlayerStore((state) => wantedOrientation(state.snapshot, panel));
  const showsPairing = usePlayerStore((state) => state.firstRun || state.pairingRequested);
  const overlayOpen = usePlayerStore((state) => state.overlayOpen);
  const testPattern = usePlayerStore((state) => state.testPattern);
  const closeOverlay = usePlayerStore((state) => state.closeOverlay);
  const hasAlert = usePlayerStore((state) => (state.snapshot?.alert ?? null) !== null);
  const triesServer = usePlayerStore((state) => (state.snapshot?.serverTrial ?? null) !== null);
  const [standby, setStandby] = useState(false);
  const [touch, setTouch] = useState<TouchView>(null);
  const rotation = resolveRotation(settings?.rotation ?? 'auto', orientation, panel);
  useOverlayControls(clock, rotation, panel);
  useWakePanel(clock);
  useScreenPicture(clock);
  const isOff = usePlayerStore((state) => state.snapshot?.panel.state === 'off');

  const { width, height } = logicalSize(rotation, panel);
  const wall = wallOf(settings?.wall ?? '');
  const shift = usePixelShift(clock, settings?.pixelShift === true && wall === null);
  const placed: CSSProperties = { width, height, transform: rotationTransform(rotation, panel) };
  const isPlaying = !showsPairing && !overlayOpen && !triesServer;
  useKeepFocus(clock, !isPlaying || hasAlert);
  return (
    <div ref={panelElement} className={isPlaying ? 'panel is-playing' : 'panel'} style={placed}>
      <div className="panel-room is-behind" inert aria-hidden={!standby}>
        {standby && !showsPairing && !isOff && <StandbyScreen />}
      </div>
      {/* Content goes on beneath what a person opens, but for pages; only that can be reached and is read out. */}
      <div inert={!isPlaying} aria-hidden={!isPlaying}>
        {settings !== null && clockStatus !== null && (
          <StageView
            clock={clock}
            clockStatus={clockStatus}
            settings={settings}
            canvas={wall === null ? null : canvasOf(wall, { width, height })}
            isOff={isOff}
            shift={shift}
            interactiveHosts={settings.interactiveHosts}
            showStandby={setStandby}
            showTouch={setTouch}
          />
        )}
      </div>
      {isPlaying && <TouchCount view={touch} />}
      {settings !== null && clockStatus !== null && !isOff && (
        <OverStage clock={clock} clockStatus={clockStatus} settings={settings} wall={wall} shift={shift} />
      )}
      {showsPairing && <PairingScreen clock={clock} />}
      {overlayOpen && <Overlay onClose={closeOverlay} />}
      {testPattern && <TestPattern />}
      <ServerTrial />
      {isOff && <div className="panel-off" data-testid="panel-off" />}
    </div>
  );
}
