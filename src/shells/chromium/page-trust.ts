import { readFileSync, rmSync } from 'node:fs';
import { replaceFile } from '../../platform/files/replace-file.ts';
import type { Log } from '../../platform/logging/log.ts';
import type { PagePin, PageTrust } from '../../shared/host.ts';
import { describeThrown } from '../../shared/result.ts';

export interface BrowserPageTrust extends PageTrust {
  /** The switches of a browser that is about to start, which holds from then on what was set before. */
  begin(): readonly string[];
}

/**
 * Has Chromium show pages of the paired server although only the pin vouches for its certificate: by its list of public keys,
 * which a browser reads at its start. The list knows no hosts; whoever looks at a page before it is shown holds it to the
 * paired server's. `file` keeps the pin for the next start, which is before anybody knows of a server.
 */
export function createBrowserPageTrust(file: string, log: Log): BrowserPageTrust {
  let wanted = readPin(file);
  let held: PagePin | null = null;
  return {
    begin: () => {
      held = wanted;
      if (held === null) return [];
      const key = Buffer.from(held.publicKeyHash, 'hex').toString('base64');
      return [`--ignore-certificate-errors-spki-list=${key}`];
    },
    set: (pin) => {
      if (isSame(pin, wanted)) return;
      wanted = pin;
      try {
        if (pin === null) rmSync(file, { force: true });
        else replaceFile(file, JSON.stringify(pin));
      } catch (thrown) {
        log.warn('The key of the server could not be kept for the browser', {
          reason: describeThrown(thrown),
        });
      }
    },
    holds: (pin) => pin.host === held?.host && pin.publicKeyHash === held.publicKeyHash,
  };
}

function isSame(one: PagePin | null, other: PagePin | null): boolean {
  return (
    one?.host === other?.host &&
    one?.fingerprint === other?.fingerprint &&
    one?.publicKeyHash === other?.publicKeyHash
  );
}

/** Checked by hand: the browser is started before the schemas are read from the disk. */
function readPin(file: string): PagePin | null {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Partial<Record<keyof PagePin, unknown>> | null;
    const { host, fingerprint, publicKeyHash } = kept ?? {};
    const isWhole = typeof host === 'string' && typeof fingerprint === 'string';
    return isWhole && typeof publicKeyHash === 'string' && /^[0-9A-F]{64}$/.test(publicKeyHash)
      ? { host, fingerprint, publicKeyHash }
      : null;
  } catch {
    return null;
  }
}
