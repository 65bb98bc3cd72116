import type {
  AwakeReport,
  CurrentItem,
  PixelProof,
  StickStatus,
  TransitionFigures,
} from '../../shared/status.ts';

/** What the player knows at this moment and forgets when it stops. */
export interface LiveState {
  /** What is on the screen; null: standby, or nothing yet. */
  current: CurrentItem | null;
  /** Where {@link current} comes from on the page's origin; null where it is no video. */
  currentVideo: string | null;
  /** The renderer reported the standby screen. */
  standbyShown: boolean;
  /** What the stage last measured of its boundaries and of its pixels. */
  transitions: TransitionFigures | null;
  pixels: PixelProof | null;
  /** Whether the display is kept on; null until it was tried. */
  awake: AwakeReport | null;
  /** When the server last answered, ms since the epoch. */
  lastContactMs: number | null;
  /** Whether the last call to the server was answered; null before the first. */
  reachable: boolean | null;
  /** What came of the newest stick with a playlist. */
  stick: StickStatus | null;
  /** The screen is being paired as a file or the environment says. */
  isProvisioning: boolean;
  /** The server's clock confirmed ours: records are deleted by age only while this is true. */
  clockConfirmed: boolean;
}

/** Nothing known yet. */
export function createLiveState(): LiveState {
  return {
    current: null,
    currentVideo: null,
    standbyShown: false,
    transitions: null,
    pixels: null,
    awake: null,
    lastContactMs: null,
    reachable: null,
    stick: null,
    isProvisioning: false,
    clockConfirmed: false,
  };
}
