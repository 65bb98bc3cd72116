import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerBridge, type BridgeHandlers } from '../../../src/shared/answer-bridge.ts';
import { requestNames } from '../../../src/shared/bridge.ts';
import { fail, ok } from '../../../src/shared/result.ts';

/** Handlers that fail a test when they are reached, with some replaced. */
function handlersWith(replaced: Partial<BridgeHandlers>): BridgeHandlers {
  const unreachable = Object.fromEntries(
    requestNames.map((name) => [name, () => fail('internal-error', `${name} was reached`)]),
  );
  return { ...(unreachable as unknown as BridgeHandlers), ...replaced };
}

const noBug = (): void => {
  throw new Error('no bug was expected');
};

describe('the receiving end of the bridge', () => {
  it('hands parsed input to its handler and answers what that answers', async () => {
    const asked: string[] = [];
    const answer = answerBridge(
      handlersWith({
        'accept-certificate': ({ fingerprint }) => {
          asked.push(fingerprint);
          return ok(null);
        },
      }),
      noBug,
    );
    const fingerprint = 'AB'.repeat(32);
    expect(await answer('accept-certificate', { fingerprint })).toEqual(ok(null));
    expect(asked).toEqual([fingerprint]);
  });

  it('refuses an unknown name and a wrong input without repeating the value', async () => {
    const answer = answerBridge(handlersWith({}), noBug);
    expect(await answer('format-disk', {})).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
    expect(await answer('toString', {})).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
    const refused = await answer('pair', {
      address: 'https://server',
      hostname: 'screen',
      secret: { kind: 'code', code: '' },
      fingerprint: 'geheim-nicht-hex',
      plainConsent: false,
    });
    expect(refused).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
    expect(JSON.stringify(refused)).not.toContain('geheim');
  });

  it('turns a bug of a handler into an answer and reports it', async () => {
    const bugs: string[] = [];
    const answer = answerBridge(
      handlersWith({
        'sync-now': () => {
          throw new Error('broken');
        },
      }),
      (request, description) => bugs.push(`${request}: ${description}`),
    );
    expect(await answer('sync-now', {})).toMatchObject({ ok: false, error: { code: 'internal-error' } });
    expect(bugs).toEqual(['sync-now: broken']);
  });

  it('never throws, whatever comes', async () => {
    const answer = answerBridge(handlersWith({}), noBug);
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.constantFrom(...requestNames), fc.string()),
        fc.anything(),
        async (name, input) => {
          expect((await answer(name, input)).ok).toBe(false);
        },
      ),
    );
  });
});
