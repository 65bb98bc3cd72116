import { expect, it } from 'vitest';
import { childEnvironment } from '../../../../src/platform/machine/child-environment.ts';

it('hands no secret on to a program that the player starts, and everything else', () => {
  const open = { PATH: '/bin', DISPLAY: ':0', DIGIPLAYER_SERVER_URL: 'https://s' };
  const secret = {
    DIGIPLAYER_PASSWORD: 'a',
    DIGIPLAYER_QUICKCONNECT_CODE: 'b',
    DIGIPLAYER_AUTH_CODE: 'c',
  };
  expect(childEnvironment({ ...open, ...secret })).toEqual(open);
});
