import type { CodeOf } from '../../shared/failure-codes.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { withoutTrailing } from '../../shared/without-trailing.ts';

const MANIFEST = 'manifest.json';
/** The word in place of an address for the paired server's own folder. */
const SERVER_FEED = 'server';

/**
 * Where the manifest of the setting `updateFeed` lies: below the address that it names, or below the paired server's
 * `/static/player/`. Fails with `update-off` without either.
 */
export function feedAddress(updateFeed: string, serverUrl: string | null): Result<string, CodeOf<'updates'>> {
  if (updateFeed === '') return fail('update-off', 'No feed of updates is set, so that none is looked for.');
  if (updateFeed !== SERVER_FEED) return ok(below(updateFeed));
  if (serverUrl !== null) return ok(below(`${withoutTrailing(serverUrl, '/')}/static/player/`));
  return fail('update-off', 'Updates come from the paired server, and this screen is not paired.');
}

function below(address: string): string {
  return address.endsWith('.json') ? address : `${withoutTrailing(address, '/')}/${MANIFEST}`;
}
