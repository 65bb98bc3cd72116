import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as schemas from '../../../../src/player/server/wire-schemas.ts';

const identity = {
  player_id: 1,
  player_name: 'Lobby',
  hostname: 'screen',
  group_id: 5,
  orientation: 'Portrait',
};

describe('the answers of the server', () => {
  it.each(Object.entries(schemas))('%s never throws at random JSON', (_name, schema) => {
    const nearly = fc.record(
      {
        ...Object.fromEntries(
          [
            ...Object.keys(identity),
            'auth_code',
            'valid',
            'success',
            'playlist_id',
            'certificate',
            'version',
          ].map((field) => [field, fc.oneof(fc.jsonValue(), fc.constantFrom(true, false, 1, 'x'))]),
        ),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), nearly), (value) => {
        expect(typeof schema.safeParse(value).success).toBe('boolean');
      }),
    );
  });

  it('take group_id or playlist_id, ids as numbers or text, and any case of orientation', () => {
    const parsed = schemas.verifySchema.parse({
      ...identity,
      valid: true,
      group_id: null,
      playlist_id: '7',
      orientation: 'PORTRAIT ',
    });
    expect(parsed).toEqual({
      playerId: '1',
      playerName: 'Lobby',
      hostname: 'screen',
      groupId: '7',
      orientation: 'portrait',
    });
  });

  it('are taken without what may be absent, and with nonsense in it', () => {
    expect(schemas.verifySchema.parse({ valid: true, player_id: 'a' })).toMatchObject({
      groupId: null,
      orientation: null,
    });
    expect(
      schemas.verifySchema.parse({ ...identity, valid: true, orientation: 'sideways', group_id: {} }),
    ).toMatchObject({
      groupId: null,
      orientation: null,
    });
  });

  it('are a refusal under status 200', () => {
    expect(schemas.verifySchema.parse({ valid: false })).toBeNull();
    expect(schemas.signInSchema.parse({ success: false, error: 'no' })).toBeNull();
  });

  it('hold an auth code that can stand in a header', () => {
    const signIn = (auth_code: string) =>
      schemas.signInSchema.safeParse({ ...identity, success: true, auth_code }).success;
    expect(signIn('abc_-123')).toBe(true);
    expect(signIn('a\r\nX-Evil: 1')).toBe(false);
    expect(signIn('')).toBe(false);
  });
});
