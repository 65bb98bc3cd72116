import { connect } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { createSystemContext } from '../../../../src/player/trust/judged-agent.ts';
import { openSecureConnection } from '../../../../src/player/trust/secure-connection.ts';
import { createSystemClock } from '../../../../src/shared/clock.ts';
import { straightRoute } from '../../../../src/player/trust/route.ts';
import { hearClientHello } from '../../../support/hear-client-hello.ts';

/** IANA's numbers (TLS SignatureScheme): ECDSA on P-256, P-384, P-521, Ed25519, RSA-PSS and RSA with SHA-256 to SHA-512. */
const SIGNATURES = [0x0403, 0x0503, 0x0603, 0x0807, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601];
/** X25519MLKEM768 where it is known, X25519, P-256, P-384, P-521. */
const GROUPS = [0x11ec, 0x001d, 0x0017, 0x0018, 0x0019];

function offerOf(secureContext?: ReturnType<ReturnType<typeof createSystemContext>>) {
  return hearClientHello((port) => {
    openSecureConnection(
      {
        host: '127.0.0.1',
        port,
        route: straightRoute,
        clock: createSystemClock(),
        timeoutMs: 5_000,
        judge: () => false,
        ...(secureContext === undefined ? {} : { secureContext }),
      },
      () => undefined,
    );
  });
}

describe('what a connection offers', () => {
  it('is the same list in both shells, with Ed25519 and P-521, in place of the TLS library’s own', async () => {
    expect(await offerOf()).toEqual({ signatures: SIGNATURES, groups: GROUPS });
  });

  it('is the same where the system’s authorities are asked', async () => {
    expect(await offerOf(createSystemContext(() => [])())).toEqual({
      signatures: SIGNATURES,
      groups: GROUPS,
    });
  });

  it('would be another without it', async () => {
    const own = await hearClientHello((port) => {
      connect({ host: '127.0.0.1', port, rejectUnauthorized: false }).on('error', () => undefined);
    });
    expect(own.signatures).not.toEqual(SIGNATURES);
  });
});
