import type { Events } from '../../shared/events.ts';
import type { ScreenPort } from '../../shared/host.ts';
import type { Settings } from '../../shared/settings-schema.ts';

export interface FollowDisplayDependencies {
  readonly screen: Pick<ScreenPort, 'useDisplay'>;
  readonly settings: () => Settings;
  readonly changes: Events<'changed'>;
}

/** Has the window follow the setting `display`, tried or kept; the shell itself reads it when it starts. */
export function createDisplayFollower({ screen, settings, changes }: FollowDisplayDependencies): {
  start(): void;
  stop(): void;
} {
  let applied = settings().display;
  let stopListening = (): void => undefined;
  return {
    start: () => {
      stopListening = changes.listen(() => {
        const { display } = settings();
        if (display === applied) return;
        applied = display;
        screen.useDisplay?.(display);
      });
    },
    stop: () => {
      stopListening();
    },
  };
}
