import type { WindowJudge } from '../../src/playback/daypart.ts';
import type { PlaybackReport } from '../../src/shared/bridge.ts';
import type { Clock } from '../../src/shared/clock.ts';
import type { Program, ProgramItem } from '../../src/shared/program.ts';
import type { ClockStatus, TransitionFigures } from '../../src/shared/status.ts';
import type { FrameClock } from './frame-clock.ts';
import type { GroupTime } from './group-time.ts';
import type { StageSettings } from './layers/layer.ts';
import type { LayerMaker } from './layers/make-layer.ts';
import type { StageProof } from './stage-watch.ts';
import type { TransitionRunner } from './transition.ts';
import type { TouchView } from './used-page.ts';

export interface StageDependencies {
  /** Holds the layers and nothing else. */
  readonly container: HTMLElement;
  readonly clock: Clock;
  readonly frames: FrameClock;
  readonly isOpen: WindowJudge;
  /** The synchronised time of the group of this screen. */
  readonly groupTime: GroupTime;
  readonly makeLayer: LayerMaker;
  readonly runTransition: TransitionRunner;
  readonly report: (report: PlaybackReport) => void;
  /** Hears which item is on the screen from now on; null: none. */
  readonly onItem?: (item: ProgramItem | null) => void;
  /** Standby is to be seen: told before the last layer goes, and taken back after the first is wholly there. */
  readonly showStandby: (visible: boolean) => void;
  /** What people see of the end of a page's use. */
  readonly showTouch: (view: TouchView) => void;
  readonly settings: StageSettings;
}

/** The two layers and what moves them; see {@link createStage}. */
export interface Stage {
  start(): void;
  /** Lets go of every layer. After `screen-off` the next start begins with the item that was on the screen. */
  stop(because?: 'stopped' | 'screen-off'): void;
  /** Offers what to play; null ends everything at once. */
  takeProgram(program: Program | null): void;
  /** Takes what the player knows of this machine's clock; windows are judged by it at once. */
  takeClock(status: ClockStatus): void;
  applySettings(settings: StageSettings): void;
  /** What the layers have drawn on canvases is gone: they draw it anew. */
  redraw(): void;
  /** How the boundaries of the last hour went. */
  boundaries(): TransitionFigures;
  /** Looks at the pixels on the screen, and prepares anew what looks wrong for long; called at each sign of life. */
  provePixels(): Promise<StageProof>;
}
