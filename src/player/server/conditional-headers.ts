import type { Validators } from './server-client.types.ts';

/** The headers that ask for 304 while what is known still stands. */
export function conditionalHeaders(known: Validators | undefined): Record<string, string> {
  const { etag = null, lastModified = null } = known ?? {};
  return {
    ...(etag === null ? {} : { 'If-None-Match': etag }),
    ...(lastModified === null ? {} : { 'If-Modified-Since': lastModified }),
  };
}
