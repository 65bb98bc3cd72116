import type { AuthStatus, Credentials } from './auth/auth.types.ts';
import type { DownloadAnswer, DownloadRequest, FeedbackReport } from './server/server-client.types.ts';
import type { DateSample } from '../playback/second-turn.ts';
import type { CallCode } from '../shared/failure-codes.ts';
import { fail, type Failed, type Result } from '../shared/result.ts';
import type { Session } from './session.ts';

/** Where the session of the moment is: whoever needs the server asks here, before, during and after a pairing. */
export interface SessionSlot {
  /** Null while the screen is not paired. */
  readonly current: () => Session | null;
  readonly hold: (session: Session | null) => void;
  readonly credentials: () => Credentials | null;
  readonly authStatus: () => AuthStatus | null;
  /** Without a server both fail with `offline`. */
  readonly send: (report: FeedbackReport) => Promise<Result<null, CallCode>>;
  readonly time: (signal: AbortSignal) => Promise<Result<DateSample, CallCode>>;
  readonly download: (request: DownloadRequest) => Promise<Result<DownloadAnswer, CallCode>>;
  /** Dropped without a server, and by one that takes none. */
  readonly sendPicture: (webp: Uint8Array) => Promise<void>;
}

/** An empty slot. */
export function createSessionSlot(): SessionSlot {
  let session: Session | null = null;
  return {
    current: () => session,
    hold: (next) => {
      session = next;
    },
    credentials: () => session?.auth.credentials() ?? null,
    authStatus: () => session?.auth.status() ?? null,
    send: (report) => session?.send(report) ?? Promise.resolve(noServer()),
    time: (signal) => session?.time(signal) ?? Promise.resolve(noServer()),
    sendPicture: (webp) => session?.sendPicture(webp) ?? Promise.resolve(),
    download: (request) => session?.download(request) ?? Promise.resolve(noServer()),
  };
}

function noServer(): Failed<'offline'> {
  return fail('offline', 'There is no server to ask.');
}
