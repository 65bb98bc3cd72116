import type * as crypto from 'node:crypto';

/**
 * Node's cryptography, loaded when it is first asked for: an import of it would hold up the start of the browser by 10 ms, which can
 * be had while that starts.
 */
export function lateCrypto(): typeof crypto {
  return process.getBuiltinModule('node:crypto');
}
