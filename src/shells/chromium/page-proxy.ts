import { existsSync, rmSync, writeFileSync } from 'node:fs';
import type { Log } from '../../platform/logging/log.ts';
import { every } from '../../shared/async.ts';
import type { Clock } from '../../shared/clock.ts';
import type { PageProxy } from '../../shared/host.ts';
import { describeThrown } from '../../shared/result.ts';
import { createPageDoor } from '../common/page-door.ts';
import { NOWHERE } from '../common/nowhere.ts';

export interface BrowserPageProxy extends PageProxy {
  /** Opens the door for the next browser, before there is a player behind it. */
  start(): Promise<void>;
  /** The switches of a browser that is about to start. */
  begin(): readonly string[];
  readonly stop: () => void;
}

export interface BrowserPageProxyDependencies {
  /** Exists while pages go through a proxy: the browser is started before anybody knows of one. */
  readonly file: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Has another browser show the player; one that is still on its way to its page stays. */
  readonly replace: (reason: string) => void;
}

const LOOK_EVERY_MS = 500;
const STRAIGHT = '--no-proxy-server';

/**
 * The proxy of the Chromium shell's browser, which reads of it at its start alone: this machine's own door, behind which the player
 * goes by its route. Chromium itself leaves out what lies on this machine, so the player's own page never comes to it.
 */
export function createBrowserPageProxy(dependencies: BrowserPageProxyDependencies): BrowserPageProxy {
  const { file, clock, log, replace } = dependencies;
  const door = createPageDoor();
  let wanted = existsSync(file);
  // Made only when a browser was, or is to be, told of it.
  let held = false;
  let isStopped = false;
  const look = every(clock, LOOK_EVERY_MS, () => {
    if (held === wanted) look.stop();
    else replace('the way of its pages has changed');
  });
  const keep = (): void => {
    try {
      if (wanted) writeFileSync(file, '');
      else rmSync(file, { force: true });
    } catch (thrown) {
      log.warn('The way of web pages could not be kept for the next start', {
        reason: describeThrown(thrown),
      });
    }
  };
  const open = async (): Promise<void> => {
    await door.open().catch((thrown: unknown) => {
      log.error('Web pages have no way to the proxy', { reason: describeThrown(thrown) });
    });
  };
  return {
    start: open,
    begin: () => {
      held = wanted;
      // An address where nobody listens rather than a way past the proxy.
      return [wanted ? `--proxy-server=${door.address() ?? NOWHERE}` : STRAIGHT];
    },
    set: (take) => {
      const before = wanted;
      wanted = take !== null;
      if (take !== null) door.serve(take);
      if (wanted === before) return;
      keep();
      void (wanted ? open() : Promise.resolve()).then(() => {
        if (!isStopped) look.start();
      });
    },
    stop: () => {
      isStopped = true;
      look.stop();
      door.close();
    },
  };
}
