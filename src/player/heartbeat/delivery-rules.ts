import type { Failure } from '../../shared/result.ts';

/** Refusals that no repetition would change (docs/server-contract.md, `/api/player-feedback`). */
const permanentStatuses = [400, 404, 413, 422];

/** Tells whether a report was refused for good: by the HTTP status where the failure names it, else by its code. */
export function isRefusedForGood({ code, params }: Failure): boolean {
  const status = params?.['status'];
  if (typeof status === 'number') return permanentStatuses.includes(status);
  return code === 'not-found' || code === 'refused' || code === 'too-large';
}
