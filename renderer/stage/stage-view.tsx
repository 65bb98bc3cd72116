import { useEffect, useMemo, useRef, useState, type CSSProperties, type ReactNode } from 'react';
import { every } from '../../src/shared/async.ts';
import type { GroupMoment, PlayerBridge } from '../../src/shared/bridge.ts';
import type { Clock, ClockTimer } from '../../src/shared/clock.ts';
import type { ProgramItem } from '../../src/shared/program.ts';
import type { ClockStatus } from '../../src/shared/status.ts';
import { isTouchable, parseTouchHosts } from '../../src/shared/touch-hosts.ts';
import type { Canvas } from '../../src/shared/wall.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { usePlayerStore } from '../store/player-store.ts';
import { createGroupTime } from './group-time.ts';
import type { StageSettings } from './layers/layer.ts';
import { makeStage } from './make-stage.ts';
import { painted } from './paint.ts';
import type { Stage } from './stage.types.ts';
import type { TouchView } from './used-page.ts';
import { useBackgroundMusic } from './use-background-music.ts';
import { usePictureBox } from './use-picture-box.ts';

interface StageViewProps {
  readonly clock: Clock;
  /** What the player knows of this machine's clock. */
  readonly clockStatus: ClockStatus;
  readonly settings: StageSettings;
  /** Where the one picture of a wall lies, relative to this screen; null: it has a picture of its own. */
  readonly canvas: Canvas | null;
  /** The panel is off: nothing is drawn, decoded or loaded. */
  readonly isOff: boolean;
  /** Where the picture lies just now, by the pixel shift; undefined: where it belongs. */
  readonly shift?: CSSProperties | undefined;
  /** The setting of that name. */
  readonly interactiveHosts: string;
  readonly showStandby: (visible: boolean) => void;
  readonly showTouch: (view: TouchView) => void;
}

const NO_TRACKS: readonly ProgramItem[] = [];
/** The renderer tells that it lives this often (bridge, `still-alive`). */
const ALIVE_EVERY_MS = 5_000;
/** Electron tells of a lost process at once, and the one after it may not take yet what is drawn. */
const REDRAW_AGAIN_MS = 2_000;

/** The frame of the stage. React draws this one element; what is in it belongs to the stage alone. */
export function StageView(props: StageViewProps): ReactNode {
  const { clock, clockStatus, settings, canvas, isOff, shift, interactiveHosts } = props;
  const { showStandby, showTouch } = props;
  const container = useRef<HTMLDivElement>(null);
  const bridge = useBridge();
  const program = usePlayerStore((state) => state.program);
  const first = useRef({ settings, program, clockStatus, isOff });
  const timeZone = usePlayerStore(({ snapshot }) => snapshot?.timeZone ?? 'UTC');
  const zone = useRef(timeZone);
  const touchHosts = useRef(interactiveHosts);
  const [stage, setStage] = useState<Stage | null>(null);

  const isGrouped = program?.group !== undefined;
  const groupTime = useMemo(() => createGroupTime(clock, () => askGroupTime(bridge)), [bridge, clock]);
  // Asked before the stage plays: its first answer says what is shown now.
  useEffect(() => {
    if (isGrouped) groupTime.start();
    return groupTime.stop;
  }, [groupTime, isGrouped]);

  const music = useBackgroundMusic(clock, isOff ? NO_TRACKS : (program?.music ?? NO_TRACKS), settings.volume);

  useEffect(() => {
    const element = container.current;
    if (element === null) return undefined;
    const created = makeStage({
      groupTime,
      container: element,
      clock,
      lookAtPage: (address) => bridge.call('look-at-page', { address, userAgent: navigator.userAgent }),
      touch: {
        isTouchable: (address) => isTouchable(parseTouchHosts(touchHosts.current) ?? [], address),
        forget: () => bridge.call('forget-pages', {}),
      },
      readZone: () => zone.current,
      report: (report) => void bridge.call('report-playback', report),
      onItem: music.hearItem,
      showStandby,
      showTouch,
      settings: first.current.settings,
    });
    created.takeClock(first.current.clockStatus);
    created.takeProgram(first.current.program);
    if (!first.current.isOff) created.start();
    setStage(created);
    let again: ClockTimer | null = null;
    const stopHearing = bridge.on('graphics-lost', () => {
      void painted(window, clock).then(() => {
        created.redraw();
      });
      again?.cancel();
      again = clock.after(REDRAW_AGAIN_MS, () => {
        created.redraw();
      });
    });
    const stopTelling = tellAlive(clock, async () => {
      await painted(window, clock);
      const proof = await created.provePixels();
      void bridge.call('still-alive', { boundaries: created.boundaries(), ...proof });
    });
    return () => {
      stopTelling();
      stopHearing();
      again?.cancel();
      created.stop();
    };
  }, [bridge, clock, groupTime, music, showStandby, showTouch]);

  // Snapshots come several times a second; only a setting that changed is news to the stage.
  const { fit, backgroundColour, transition, transitionMs, volume, longestWaitSeconds } = settings;
  useEffect(() => {
    stage?.applySettings({ fit, backgroundColour, transition, transitionMs, volume, longestWaitSeconds });
  }, [stage, fit, backgroundColour, transition, transitionMs, volume, longestWaitSeconds]);
  const { verdict, earliestMs, correctionMs } = clockStatus;
  useEffect(() => {
    stage?.takeClock({ verdict, earliestMs, correctionMs });
  }, [stage, verdict, earliestMs, correctionMs]);
  useEffect(() => {
    zone.current = timeZone;
    touchHosts.current = interactiveHosts;
  }, [timeZone, interactiveHosts]);
  useEffect(() => {
    stage?.takeProgram(program);
  }, [stage, program]);
  // Behind the program, so that it starts with the newest.
  useEffect(() => {
    if (isOff) stage?.stop('screen-off');
    else stage?.start();
  }, [stage, isOff]);

  usePictureBox(bridge, container, fit);

  return (
    <div className="panel-room" style={shift}>
      <div ref={container} className="stage-canvas" data-testid="stage" style={placed(canvas)} />
    </div>
  );
}

/** Beside the rectangle, where in it this screen begins: what is to be drawn and not seen is drawn there. */
function placed(canvas: Canvas | null): CSSProperties | undefined {
  if (canvas === null) return undefined;
  return {
    ...canvas,
    '--screen-left': `${-canvas.left}px`,
    '--screen-top': `${-canvas.top}px`,
  } as CSSProperties;
}

async function askGroupTime(bridge: PlayerBridge): Promise<GroupMoment | null> {
  const answer = await bridge.call('group-time', {});
  return answer.ok ? answer.value : null;
}

function tellAlive(clock: Clock, tell: () => Promise<void>): () => void {
  const signs = every(clock, ALIVE_EVERY_MS, () => void tell());
  void tell();
  signs.start();
  return signs.stop;
}
