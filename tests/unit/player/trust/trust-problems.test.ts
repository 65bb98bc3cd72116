import { expect, it } from 'vitest';
import { trustProblems } from '../../../../src/player/trust/trust-problems.ts';
import type { CertificateSummary, TrustStatus } from '../../../../src/shared/status.ts';

const certificate: CertificateSummary = {
  ...{ subject: 'server', issuer: 'server', fingerprint: 'AB'.repeat(32), warnings: [], daysLeft: 351 },
  ...{ validFrom: '2026-01-01T00:00:00.000Z', validUntil: '2027-01-01T00:00:00.000Z' },
};
const healthy: TrustStatus = { mode: 'pinned', current: certificate, announced: null, refused: null };
const told = (changes: Partial<TrustStatus>) =>
  trustProblems({ ...healthy, ...changes }).map(({ code, params }) => ({ code, params }));

it('has nothing to say of a server that is trusted, or of none', () => {
  expect(told({})).toEqual([]);
  expect(told({ mode: 'none', current: null })).toEqual([]);
});

it('says that a certificate is not checked at all, in a sentence', () => {
  expect(told({ mode: 'insecure' })).toEqual([{ code: 'trust-insecure', params: undefined }]);
  const [problem] = trustProblems({ ...healthy, mode: 'insecure' });
  expect(problem?.message).toMatch(/^[A-Z].+\.$/);
});

it('names the certificate that was refused', () => {
  const refused = { ...certificate, fingerprint: 'CD'.repeat(32) };
  expect(told({ refused })).toEqual([
    { code: 'certificate-refused', params: { fingerprint: refused.fingerprint } },
  ]);
});

it.each([
  [31, []],
  [30, [{ code: 'certificate-expiring', params: { days: 30 } }]],
  [0, [{ code: 'certificate-expiring', params: { days: 0 } }]],
  [-1, [{ code: 'certificate-expired', params: { days: -1 } }]],
])('tells of the end of the certificate, %d days before it', (daysLeft, problems) => {
  expect(told({ current: { ...certificate, daysLeft } })).toEqual(problems);
});

it('says in words whether the end is near or past', () => {
  const wordsOf = (daysLeft: number): string =>
    trustProblems({ ...healthy, current: { ...certificate, daysLeft } })[0]?.message ?? '';
  expect(wordsOf(3)).toContain('3 days');
  expect(wordsOf(-3)).toContain('expired');
});
