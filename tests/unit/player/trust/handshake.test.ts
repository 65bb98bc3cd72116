import { expect, test } from 'vitest';
import { refusalByLibrary } from '../../../../src/player/trust/handshake.ts';

test.each([
  // BoringSSL (Electron): crypto/err/ssl.errordata, with Node's prefix.
  ['ERR_SSL_KEY_USAGE_BIT_INCORRECT', 'key-usage-refused'],
  ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'nothing-in-common'],
  ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'nothing-in-common'],
  ['ERR_SSL_NO_COMMON_SIGNATURE_ALGORITHMS', 'nothing-in-common'],
  ['ERR_SSL_BAD_ECC_CERT', 'nothing-in-common'],
  // OpenSSL (Node).
  ['ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', 'nothing-in-common'],
  ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'nothing-in-common'],
  // What answers is no TLS at all, or somebody broke it off.
  ['ERR_SSL_WRONG_VERSION_NUMBER', null],
  ['EPROTO', null],
  ['ECONNRESET', null],
  ['BAD_ECC_CERT', null],
])('%s means %s', (code, meaning) => {
  expect(refusalByLibrary(code)).toBe(meaning);
});
