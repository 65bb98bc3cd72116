import { describe, expect, it } from 'vitest';
import { checkName } from '../../../../src/player/doctor/check-name.ts';
import { createSystemClock } from '../../../../src/shared/clock.ts';

describe('a look-up of the name', () => {
  it.each([
    ['ENOTFOUND', 'dns-not-found'],
    ['EAI_AGAIN', 'dns-no-answer'],
    ['ETIMEOUT', 'dns-no-answer'],
  ])('%s is %s', async (code, expected) => {
    const lookup = () => Promise.reject(Object.assign(new Error('no'), { code }));
    const limits = { clock: createSystemClock(), timeoutMs: 1_000 };
    expect(await checkName('server', lookup, limits)).toMatchObject({ verdict: 'bad', code: expected });
  });

  it('names every address, and takes a name without one for unknown', async () => {
    const limits = { clock: createSystemClock(), timeoutMs: 1_000 };
    const two = [
      { address: '10.0.0.1', family: 4 },
      { address: 'fd00::1', family: 6 },
    ];
    const found = await checkName('server', () => Promise.resolve(two), limits);
    expect(found).toMatchObject({ code: 'dns-found', params: { addresses: '10.0.0.1, fd00::1' } });
    const nothing = await checkName('server', () => Promise.resolve([]), limits);
    expect(nothing).toMatchObject({ code: 'dns-not-found' });
  });
});
