import { describe, expect, it } from 'vitest';
import { helpText, readCommandLine } from '../../../src/cli/command-line.ts';
import { isForeignSwitch, ownArguments } from '../../../src/cli/foreign-switches.ts';
import { ownOptions } from '../../../src/cli/options.ts';
import { settingNames } from '../../../src/player/settings/setting-values.ts';

const usual = {
  shell: 'auto',
  dataFolder: null,
  configPath: null,
  windowed: false,
  launch: true,
  autostart: null,
  settings: [],
};

describe('the command line', () => {
  it('starts with the usual options when it is empty', () => {
    expect(readCommandLine([], {})).toEqual({ ok: true, value: { kind: 'start', options: usual } });
  });

  it('reads every option', () => {
    const args = [
      '--shell=chromium',
      '--data-dir=/d',
      '--config=/c.ini',
      '--windowed',
      '--no-launch',
      '--display=2',
    ];
    expect(readCommandLine(args, {})).toEqual({
      ok: true,
      value: {
        kind: 'start',
        options: {
          shell: 'chromium',
          dataFolder: '/d',
          configPath: '/c.ini',
          windowed: true,
          launch: false,
          autostart: null,
          settings: [['display', '2']],
        },
      },
    });
  });

  it('takes each from the environment too, and prefers the command line', () => {
    const environment = {
      DIGIPLAYER_SHELL: 'electron',
      DIGIPLAYER_DATA_DIR: '/environment',
      DIGIPLAYER_CONFIG: '/e.ini',
      DIGIPLAYER_WINDOWED: '1',
      DIGIPLAYER_NO_LAUNCH: 'true',
    };
    const read = readCommandLine(['--data-dir=/given', '--windowed=no'], environment);
    expect(read).toEqual({
      ok: true,
      value: {
        kind: 'start',
        options: { ...usual, shell: 'electron', dataFolder: '/given', configPath: '/e.ini', launch: false },
      },
    });
  });

  it.each([
    ['--shell=firefox', 'shell'],
    ['-x', '-x'],
    ['--data-dir', 'data-dir'],
    ['dance', 'dance'],
    ['config', 'config'],
    ['config check', 'file'],
    ['unpair now', 'unpair now'],
  ])('refuses %j and names it', (args, named) => {
    const read = readCommandLine(args.split(' '), {});
    expect(read).toMatchObject({ ok: false, error: { code: 'bad-arguments' } });
    expect(read.ok ? '' : read.error.message).toContain(named);
  });

  it.each(['password', 'quickconnect-code', 'auth-code'])(
    'refuses the secret %s without repeating it',
    (option) => {
      const read = readCommandLine([`--${option}=hunter2`], {});
      expect(read).toMatchObject({ ok: false, error: { code: 'bad-arguments' } });
      expect(JSON.stringify(read)).not.toContain('hunter2');
    },
  );

  it('reads the commands', () => {
    expect(readCommandLine(['config', 'check', 'a.ini', '--json'], {})).toMatchObject({
      ok: true,
      value: { kind: 'command', command: 'config check', file: 'a.ini', json: true },
    });
    expect(readCommandLine(['unpair', '--data-dir=/d'], {})).toMatchObject({
      ok: true,
      value: { kind: 'command', command: 'unpair', options: { dataFolder: '/d' } },
    });
    expect(readCommandLine(['doctor', '--panel', '--force'], {})).toMatchObject({
      value: { command: 'doctor', panel: true, force: true },
    });
    expect(readCommandLine(['config', 'export', '--with-secrets'], {})).toMatchObject({
      ok: true,
      value: { kind: 'command', command: 'config export', withSecrets: true },
    });
    expect(readCommandLine(['status', '--watch', '--json'], {})).toMatchObject({
      ok: true,
      value: { kind: 'command', command: 'status', watch: true, json: true },
    });
    expect(readCommandLine(['plays', 'export', '--totals'], {})).toMatchObject({
      ok: true,
      value: { kind: 'command', command: 'plays export', totals: true, watch: false },
    });
  });

  it('takes a value as the next word, too, and the short forms', () => {
    expect(readCommandLine(['--data-dir', '/d', 'doctor', '--server', 'https://a'], {})).toMatchObject({
      ok: true,
      value: { command: 'doctor', server: 'https://a', options: { dataFolder: '/d' } },
    });
    expect(readCommandLine(['--data-dir', '--windowed'], {})).toMatchObject({ ok: false });
    expect(readCommandLine(['-h'], {})).toEqual({ ok: true, value: { kind: 'help' } });
    expect(readCommandLine(['-v'], {})).toEqual({ ok: true, value: { kind: 'version' } });
  });

  it('leaves the switches of Chromium alone where they may stand beside ours', () => {
    const args = [
      '--no-sandbox',
      '--ozone-platform=x11',
      '--remote-debugging-port=0',
      '--display=2',
      '--v=1',
    ];
    const read = readCommandLine(args, {}, isForeignSwitch);
    expect(read).toEqual({
      ok: true,
      value: { kind: 'start', options: { ...usual, settings: [['display', '2']] } },
    });
    expect(readCommandLine(['--dispaly'], {}, isForeignSwitch)).toMatchObject({ ok: false });
  });

  it('takes no setting and no option of ours for a switch of Chromium', () => {
    const options = settingNames.map((name) =>
      name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    );
    expect([...options, ...Object.keys(ownOptions)].filter(isForeignSwitch)).toEqual([]);
  });

  it.each([
    [['/opt/DigiPlayer/digiplayer', 'doctor'], true, ['doctor']],
    [['/Applications/…/DigiPlayer', '-psn_0_98765'], true, []],
    [['electron', '--no-sandbox', '/src/app', '--windowed'], false, ['--no-sandbox', '--windowed']],
    [['electron', '.', 'doctor'], false, ['doctor']],
  ] as const)('finds its own arguments in %j (packaged: %s)', (argv, isPackaged, own) => {
    expect(ownArguments(argv, isPackaged)).toEqual(own);
  });

  it('answers help and version before anything else', () => {
    expect(readCommandLine(['--help', '--shell=firefox'], {})).toEqual({ ok: true, value: { kind: 'help' } });
    expect(readCommandLine(['--version'], {})).toEqual({ ok: true, value: { kind: 'version' } });
    const text = helpText('npm start --');
    expect(text).toContain('npm start -- cache verify ');
    expect(text).toContain('--data-dir=DIR ');
    expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(110);
  });
});
