import type { VideoDecoder } from '../../shared/graphics.ts';
import type { VideoDecoders } from '../../shared/host.ts';

/** The newest players whose parts are still being put together, and the newest videos whose decoder is remembered. */
const MOST_PLAYERS = 64;
const MOST_VIDEOS = 1_000;
const LONGEST_NAME = 100;

/** Hears the debugging protocol's events of the domain `Media`, and knows from them what decodes which video. */
export interface DecoderWatch extends VideoDecoders {
  hear(event: string, parameters: unknown): void;
}

interface Player {
  readonly path?: string;
  readonly name?: string;
  readonly isHardware?: boolean;
}

/**
 * Makes the watch, for both shells. A player tells its address once, and its decoder when the first frame is wanted and again
 * when that changes, such as at the death of the graphics process; they come in any order.
 */
export function createDecoderWatch(): DecoderWatch {
  const players = new Map<string, Player>();
  const decoders = new Map<string, VideoDecoder>();
  const listeners: (() => void)[] = [];

  const learn = (playerId: string, learnt: Player): void => {
    const player = { ...players.get(playerId), ...learnt };
    keep(players, playerId, player, MOST_PLAYERS);
    const { path, name, isHardware } = player;
    if (path === undefined || name === undefined || isHardware === undefined) return;
    const before = decoders.get(path);
    keep(decoders, path, { name, isHardware }, MOST_VIDEOS);
    if (before?.name === name && before.isHardware === isHardware) return;
    for (const listener of listeners) listener();
  };

  return {
    hear: (event, parameters) => {
      const { playerId, properties, events } = (parameters ?? {}) as MediaEvent;
      if (typeof playerId !== 'string') return;
      if (event === 'Media.playerPropertiesChanged') learn(playerId, decoderIn(properties ?? []));
      if (event === 'Media.playerEventsAdded') learn(playerId, addressIn(events ?? []));
    },
    of: (source) => decoders.get(source) ?? null,
    listen: (listener) => {
      listeners.push(listener);
    },
  };
}

/** https://chromedevtools.github.io/devtools-protocol/tot/Media/; the other end is the shell's own browser. */
interface MediaEvent {
  readonly playerId?: string;
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
  readonly events?: readonly { readonly value: string }[];
}

function decoderIn(properties: NonNullable<MediaEvent['properties']>): Player {
  const valueOf = (wanted: string): string | undefined =>
    properties.find(({ name }) => name === wanted)?.value;
  const name = valueOf('kVideoDecoderName');
  const isHardware = valueOf('kIsPlatformVideoDecoder');
  return {
    ...(name !== undefined && { name: name.slice(0, LONGEST_NAME) }),
    ...(isHardware !== undefined && { isHardware: isHardware === 'true' }),
  };
}

function addressIn(events: NonNullable<MediaEvent['events']>): Player {
  for (const { value } of events) {
    // Most events are others, and none of them need be read for this.
    if (!value.includes('"kLoad"')) continue;
    try {
      const { event, url } = JSON.parse(value) as { event?: unknown; url?: unknown };
      const path = event === 'kLoad' && typeof url === 'string' ? URL.parse(url)?.pathname : undefined;
      if (path !== undefined) return { path };
    } catch {
      // A value that Chromium cut off; the next player says its address anew.
    }
  }
  return {};
}

/** The newest `most` stay. */
function keep<Value>(map: Map<string, Value>, key: string, value: Value, most: number): void {
  map.delete(key);
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= most) break;
    map.delete(oldest);
  }
}
