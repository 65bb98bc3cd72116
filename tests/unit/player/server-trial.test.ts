import { describe, expect, it, vi } from 'vitest';
import { createServerTrial } from '../../../src/player/server-trial.ts';
import { fail, ok, type Result } from '../../../src/shared/result.ts';
import { createFakeClock } from '../../support/fakes/fake-clock.ts';

function setUp(kept: Result<null> = ok(null)) {
  const clock = createFakeClock();
  const did: string[] = [];
  const onChange = vi.fn();
  const trial = createServerTrial(clock, onChange);
  const begin = (url: string): void => {
    trial.begin({
      url,
      before: 'https://old',
      keep: () => {
        did.push(`kept ${url}`);
        return Promise.resolve(kept);
      },
      undo: () => {
        did.push(`undid ${url}`);
        return Promise.resolve();
      },
    });
  };
  return { clock, trial, did, begin, onChange };
}

describe('a server that is tried', () => {
  it('gives way by itself after 15 seconds, and says until when', async () => {
    const { clock, trial, did, begin, onChange } = setUp();
    begin('https://new');
    const until = new Date(clock.now() + 15_000).toISOString();
    expect(trial.status()).toEqual({ until, server: 'https://new', before: 'https://old' });
    await clock.advance(14_999);
    expect(did).toEqual([]);
    await clock.advance(1);
    expect(did).toEqual(['undid https://new']);
    expect(trial.status()).toBeNull();
    expect(onChange).toHaveBeenCalledTimes(2);
    expect(await trial.keep()).toMatchObject({ error: { code: 'no-trial' } });
  });

  it('stays when it is kept', async () => {
    const { clock, trial, did, begin } = setUp();
    begin('https://new');
    expect(await trial.keep()).toEqual(ok(null));
    await clock.advance(60_000);
    expect(did).toEqual(['kept https://new']);
  });

  it('gives way when it cannot be kept, and that is said', async () => {
    const { trial, did, begin } = setUp(fail('vault-not-written', 'The disk is full.'));
    begin('https://new');
    expect(await trial.keep()).toMatchObject({ error: { code: 'vault-not-written' } });
    expect(did).toEqual(['kept https://new', 'undid https://new']);
  });

  it('does nothing once the player stops', async () => {
    const { clock, trial, did, begin } = setUp();
    begin('https://new');
    trial.stop();
    await clock.advance(60_000);
    await trial.undo();
    expect(did).toEqual([]);
  });
});
