import type { Foundation } from './foundation.ts';
import type { Stages } from './stages.ts';
import { createUpdateProof, type UpdateProof } from './updates/update-proof.ts';
import { createUpdater, type Updater } from './updates/updater.ts';
import { tellParent } from '../platform/machine/parent-process.ts';

/** What keeps the program up to date, and what proves that this version of it works. */
export interface Updates {
  readonly updater: Updater;
  readonly proof: UpdateProof;
}

export function createUpdates(dependencies: Foundation & { readonly stages: Stages }): Updates {
  const { host, clock, stages, session } = dependencies;
  const { form, keys } = host.updates ?? { form: null, keys: [] };
  return {
    proof: createUpdateProof(tellParent),
    updater: createUpdater({
      ...dependencies,
      dataFolder: host.dataFolder,
      keys,
      own: { version: host.appVersion, platform: process.platform, arch: process.arch, form },
      media: stages.media,
      download: session.download,
      serverUrl: () => session.credentials()?.serverUrl ?? null,
      now: () => clock.now(),
    }),
  };
}
