import { expect, it } from 'vitest';
import { failureCodesByStage } from '../../../../src/shared/failure-codes.ts';
import { callFinding } from '../../../../src/player/doctor/call-finding.ts';

it('of a failure are not repeated: a server may put a secret there', () => {
  for (const code of failureCodesByStage.server) {
    const failure = { code, message: 'secret', params: { field: 'secret' } };
    expect(JSON.stringify(callFinding('health', failure))).not.toContain('secret');
  }
});
