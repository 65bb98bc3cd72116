import { describe, expect, it } from 'vitest';
import { readSettingOptions } from '../../../src/cli/setting-options.ts';

describe('settings on the command line', () => {
  it('are named as in the environment, with hyphens', () => {
    expect(
      readSettingOptions([
        ['playlist-poll-seconds', '30'],
        ['verify-ssl', 'false'],
      ]),
    ).toEqual({
      ok: true,
      value: { playlistPollSeconds: 30, verifySsl: false },
    });
  });

  it('are refused with a sentence when they are unknown or unusable', () => {
    expect(readSettingOptions([['speed', '3']])).toMatchObject({
      ok: false,
      error: { code: 'bad-arguments' },
    });
    expect(readSettingOptions([['orientation', 'sideways']])).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('--orientation') as string },
    });
  });
});
