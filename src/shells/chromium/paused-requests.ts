import { refererFor, type RefererRule } from '../../shared/referers.ts';
import type { TouchFrames } from '../common/touch-frames.ts';
import type { DebuggingPipe } from './debugging-pipe.ts';
import type { FrameTree } from './frame-tree.ts';

/**
 * The browser's requests that wait for a word of the player: those that get a Referer, in every frame, and each document of a
 * frame while pages may be touched.
 */
export interface PausedRequests {
  useReferers(rules: readonly RefererRule[]): Promise<void>;
  useTouchHosts(hosts: readonly string[]): Promise<void>;
  /** Where every event of the browser is told. */
  hear(name: string, parameters: unknown): void;
}

/** https://chromedevtools.github.io/devtools-protocol/tot/Fetch/#event-requestPaused */
interface PausedRequest {
  readonly requestId: string;
  readonly frameId: string;
  readonly resourceType: string;
  readonly request: { readonly url: string; readonly headers: Readonly<Record<string, string>> };
}

/** Makes them. While there are neither rules nor hosts nothing is paused. */
export function createPausedRequests(
  pipe: DebuggingPipe,
  frames: TouchFrames,
  tree: Pick<FrameTree, 'itemOf' | 'isPage'>,
): PausedRequests {
  let rules: readonly RefererRule[] = [];
  let isPausing = false;

  const pause = async (): Promise<void> => {
    const documents = frames.isInUse() ? [{ urlPattern: '*', resourceType: 'Document' }] : [];
    const patterns = [...rules.flatMap(patternsOf), ...documents];
    const wasPausing = isPausing;
    isPausing = patterns.length > 0;
    if (isPausing) await pipe.send('Fetch.enable', { patterns });
    else if (wasPausing) await pipe.send('Fetch.disable');
  };
  const mayLoad = async ({ resourceType, frameId, request }: PausedRequest): Promise<boolean> => {
    if (resourceType !== 'Document' || !frames.isInUse() || tree.isPage(frameId)) return true;
    const item = await tree.itemOf(frameId);
    return item !== null && frames.mayLoad(item, request.url);
  };
  const answer = async (paused: PausedRequest): Promise<void> => {
    const { requestId, request } = paused;
    // A load that is called off leaves the page where it is; every other refusal would put an error in its place.
    if (!(await mayLoad(paused))) {
      await pipe.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
      return;
    }
    const referer = refererFor(rules, request.url);
    await pipe.send('Fetch.continueRequest', {
      requestId,
      ...(referer === null ? {} : { headers: withReferer(request.headers, referer) }),
    });
  };

  return {
    useReferers(next) {
      rules = next;
      return pause();
    },
    useTouchHosts(hosts) {
      frames.use(hosts);
      return pause();
    },
    hear(name, parameters) {
      // A paused request that nobody lets go on would hang for ever.
      if (name === 'Fetch.requestPaused') void answer(parameters as PausedRequest);
    },
  };
}

function patternsOf({ host }: RefererRule): object[] {
  return ['http', 'https'].flatMap((scheme) => [
    { urlPattern: `${scheme}://${host}/*` },
    { urlPattern: `${scheme}://${host}:*/*` },
  ]);
}

function withReferer(headers: Readonly<Record<string, string>>, referer: string): object[] {
  const others = Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'referer');
  return [...others, ['Referer', referer]].map(([name, value]) => ({ name, value }));
}
