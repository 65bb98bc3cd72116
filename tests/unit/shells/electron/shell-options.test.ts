import { expect, test } from 'vitest';
import { readShellOptions } from '../../../../src/shells/electron/shell-options.ts';

test('says nothing where nothing is said', () => {
  expect(readShellOptions([], {})).toEqual({
    dataFolder: null,
    configPath: null,
    windowed: false,
    display: null,
    supervised: false,
    autostart: null,
    others: [],
  });
});

test('reads its options; the command line wins over the environment, the last one over the first', () => {
  const environment = {
    DIGIPLAYER_DATA_DIR: '/a',
    DIGIPLAYER_CONFIG: '/c.ini',
    DIGIPLAYER_WINDOWED: '1',
    DIGIPLAYER_SUPERVISED: 'true',
  };
  const args = ['.', '--data-dir=/b', '--data-dir=/with=sign', '--windowed=false', '--display=2'];
  expect(readShellOptions(args, environment)).toMatchObject({
    dataFolder: '/with=sign',
    configPath: '/c.ini',
    windowed: false,
    display: '2',
    supervised: true,
  });
});

test('the start at login is switched on the command line only', () => {
  expect(readShellOptions(['--autostart=on'], {}).autostart).toBe(true);
  expect(readShellOptions(['--autostart=off'], {}).autostart).toBe(false);
  expect(readShellOptions([], { DIGIPLAYER_AUTOSTART: 'on' }).autostart).toBeNull();
});

test('leaves settings and Chromium’s switches to others', () => {
  const { others } = readShellOptions(['--server-url=https://a', '--no-sandbox', '--shell=electron'], {});
  expect(others).toEqual([
    ['server-url', 'https://a'],
    ['no-sandbox', 'true'],
  ]);
});
