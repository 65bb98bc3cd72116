import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fitAnnouncement,
  judgePeer,
  type CertificateIdentity,
} from '../../../../src/player/trust/judge-peer.ts';

const hash = fc.constantFrom('AA', 'BB', 'CC', 'DD');
const identity: fc.Arbitrary<CertificateIdentity> = fc.record({ fingerprint: hash, publicKeyHash: hash });
const state = fc.record({ pin: fc.option(identity), announced: fc.option(identity) });

describe('judgePeer', () => {
  const pin = { fingerprint: 'AA', publicKeyHash: 'KEY' };
  const announced = { fingerprint: 'BB', publicKeyHash: 'OTHER' };

  it('trusts the pin, follows what was announced and the pinned key, and refuses the rest', () => {
    expect(judgePeer({ pin, announced }, pin)).toBe('trusted');
    expect(judgePeer({ pin, announced }, announced)).toBe('follow-announced');
    expect(judgePeer({ pin, announced }, { fingerprint: 'CC', publicKeyHash: 'KEY' })).toBe(
      'follow-same-key',
    );
    expect(judgePeer({ pin, announced }, { fingerprint: 'CC', publicKeyHash: 'NEW' })).toBe('refused');
  });

  it('does not follow the announced key, only the announced certificate', () => {
    expect(judgePeer({ pin, announced }, { fingerprint: 'CC', publicKeyHash: 'OTHER' })).toBe('refused');
  });

  it('accepts nothing that shares neither a fingerprint nor the pinned key with what is known', () => {
    fc.assert(
      fc.property(state, identity, (known, shown) => {
        const verdict = judgePeer(known, shown);
        const related =
          known.pin !== null &&
          (shown.fingerprint === known.pin.fingerprint ||
            shown.fingerprint === known.announced?.fingerprint ||
            shown.publicKeyHash === known.pin.publicKeyHash);
        expect(verdict !== 'refused').toBe(related);
      }),
    );
  });
});

describe('fitAnnouncement', () => {
  const shown = { fingerprint: 'AA' };

  it('finds the shown certificate anywhere in the bundle, then its issuer', () => {
    const issuer = { fingerprint: 'CA', signedShown: true };
    const leaf = { fingerprint: 'AA', signedShown: false };
    const other = { fingerprint: 'EE', signedShown: false };
    expect(fitAnnouncement([issuer, leaf], shown)).toBe('same');
    expect(fitAnnouncement([other, issuer], shown)).toBe('issuer');
    expect(fitAnnouncement([other], shown)).toBe('different');
    expect(fitAnnouncement([], shown)).toBe('different');
  });
});
