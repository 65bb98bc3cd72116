import type { App, WebContents } from 'electron';
import type { Log } from '../../platform/logging/log.ts';
import { waitAtMost, type Clock } from '../../shared/clock.ts';
import type { GraphicsFacts } from '../../shared/graphics.ts';
import type { Host } from '../../shared/host.ts';
import { describeThrown } from '../../shared/result.ts';
import { createDecoderWatch } from '../common/decoder-watch.ts';
import { graphicsFactsOf } from '../common/graphics-facts.ts';

export interface GraphicsFactsDependencies {
  readonly app: Pick<App, 'on' | 'getGPUFeatureStatus' | 'getGPUInfo'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** The driver's name comes with the next report of the graphics process, which may be away. */
const NAME_WITHIN_MS = 2_000;

/**
 * What Electron says of its graphics (https://www.electronjs.org/docs/latest/api/app#appgetgpufeaturestatus), and, by the
 * debugging protocol of each contents, of the decoders of its videos. To be made before the first window.
 */
export function watchGraphics(
  dependencies: GraphicsFactsDependencies,
): Required<Pick<Host, 'graphicsFacts' | 'videoDecoders'>> {
  const { app, clock, log } = dependencies;
  const decoders = createDecoderWatch();
  let isTold = false;
  app.on('web-contents-created', (_event, contents) => {
    contents.debugger.on('message', (_message, method, parameters) => {
      decoders.hear(method, parameters);
    });
    // What a page played before is told when the domain is enabled; a page in a new process has to be asked anew.
    contents.on('did-finish-load', () => {
      askForMedia(contents).catch((thrown: unknown) => {
        if (!isTold) log.warn('What decodes a video cannot be told', { reason: describeThrown(thrown) });
        isTold = true;
      });
    });
  });
  return { graphicsFacts: () => factsOf(app, clock), videoDecoders: decoders };
}

/** https://www.electronjs.org/docs/latest/api/debugger; a session stays with its contents through every load and crash. */
async function askForMedia({ debugger: session }: WebContents): Promise<void> {
  if (!session.isAttached()) session.attach();
  await session.sendCommand('Media.enable');
}

async function factsOf(app: GraphicsFactsDependencies['app'], clock: Clock): Promise<GraphicsFacts | null> {
  let named: { readonly auxAttributes?: unknown } = {};
  const asked = app.getGPUInfo('complete').then(
    (info) => {
      named = info as typeof named;
    },
    // There are no graphics at all.
    () => undefined,
  );
  await waitAtMost(clock, asked, NAME_WITHIN_MS);
  return graphicsFactsOf(app.getGPUFeatureStatus(), named.auxAttributes);
}
