import type { Foundation } from './foundation.ts';
import type { Stages } from './stages.ts';
import { createStickReader } from './stick/stick-reader.ts';
import { createStickWatch, type StickWatch } from './stick/stick-watch.ts';
import { wait } from '../shared/clock.ts';

/** A start has not heard from its server yet; a stick waits for that, but not for long. */
const SERVER_WITHIN_MS = 5_000;

/** What reads playlists off sticks. */
export function createSticks(dependencies: Foundation & { readonly stages: Stages }): StickWatch {
  const { clock, changes, live, problems, session, settings, stages, onChange } = dependencies;
  const isServerReached = async (): Promise<boolean> => {
    const known = new AbortController();
    const look = (): void => {
      if (live.reachable !== null) known.abort();
    };
    const stopListening = changes.listen(look);
    look();
    await wait(clock, SERVER_WITHIN_MS, known.signal);
    stopListening();
    return live.reachable === true;
  };
  return createStickWatch({
    ...dependencies,
    ...stages,
    reader: createStickReader({ clock }),
    source: stages.stick,
    age: dependencies.listAge,
    credentials: session.credentials,
    isServerReached,
    ...dependencies.stickPlaces,
    isWanted: () => settings().sticks,
    onProblem: (failure) => {
      if (problems.set('stick', failure === null ? [] : [failure])) onChange();
    },
    onStatus: (status) => {
      live.stick = status;
      onChange();
    },
  });
}
