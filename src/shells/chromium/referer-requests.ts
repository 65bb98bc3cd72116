import { refererFor, type RefererRule } from '../../shared/referers.ts';
import type { DebuggingPipe } from './debugging-pipe.ts';

/** Adds the Referer of a rule to the browser's requests of its host, in every frame. */
export interface RefererRequests {
  use(rules: readonly RefererRule[]): Promise<void>;
  /** Where every event of the browser is told. */
  hear(name: string, parameters: unknown): void;
}

/** https://chromedevtools.github.io/devtools-protocol/tot/Fetch/#event-requestPaused */
interface PausedRequest {
  readonly requestId: string;
  readonly request: { readonly url: string; readonly headers: Readonly<Record<string, string>> };
}

/** Makes them. While there are no rules nothing is paused. */
export function createRefererRequests(pipe: DebuggingPipe): RefererRequests {
  let rules: readonly RefererRule[] = [];
  return {
    async use(next) {
      if (rules.length === 0 && next.length === 0) return;
      rules = next;
      if (rules.length === 0) await pipe.send('Fetch.disable');
      else await pipe.send('Fetch.enable', { patterns: rules.flatMap(patternsOf) });
    },
    hear(name, parameters) {
      if (name !== 'Fetch.requestPaused') return;
      const { requestId, request } = parameters as PausedRequest;
      const referer = refererFor(rules, request.url);
      // A paused request that nobody lets go on would hang for ever.
      void pipe.send('Fetch.continueRequest', {
        requestId,
        ...(referer === null ? {} : { headers: withReferer(request.headers, referer) }),
      });
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
