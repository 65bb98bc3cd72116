import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hashOfConfig } from '../../../../src/player/settings/config-file.ts';
import { loadSettings } from '../../../../src/player/settings/load-settings.ts';
import type { LoadedSettings, SettingsInput } from '../../../../src/player/settings/load-settings.ts';
import { settingNames } from '../../../../src/player/settings/setting-values.ts';
import { defaultSettings } from '../../../../src/shared/settings-schema.ts';

const folders = { home: '/home/kiosk', data: '/data/player' };
const load = (input: Partial<SettingsInput>): LoadedSettings =>
  loadSettings({
    stored: {},
    file: null,
    appliedHash: null,
    environment: {},
    commandLine: {},
    folders,
    ...input,
  });
const ini = (text: string): { path: string; text: string } => ({
  path: '/etc/digiplayer/player_config.ini',
  text,
});

describe('loadSettings', () => {
  it('gives the defaults when nobody says anything', () => {
    const { settings, warnings } = load({});
    expect(settings).toEqual(defaultSettings());
    expect(warnings).toEqual([]);
  });

  it('complains of no variable that anything in the sources reads', () => {
    const named = globSync('src/**/*.ts').flatMap(
      (file) => readFileSync(file, 'utf8').match(/DIGIPLAYER_[A-Z_]*[A-Z]\b/g) ?? [],
    );
    expect(named).toContain('DIGIPLAYER_BROWSER');
    const environment = Object.fromEntries(named.map((name) => [name, '1']));
    const unknown = load({ environment }).warnings.filter(({ code }) => code === 'config-unknown-key');
    expect(unknown.map(({ params }) => params?.['key'])).toEqual([]);
    expect(load({ environment: { DIGIPLAYER_BROWSRE: 'x' } }).warnings).toHaveLength(1);
  });

  it('lets each source beat the one before: stored, file, environment, command line', () => {
    const { settings } = load({
      stored: { volume: 1, transitionMs: 1, beatSeconds: 11, retryAttempts: 1 },
      file: ini('[display]\nvolume = 2\ntransition_ms = 2\n[connection]\nbeat_seconds = 12\n'),
      environment: { DIGIPLAYER_VOLUME: '3', DIGIPLAYER_TRANSITION_MS: '3' },
      commandLine: { volume: '4' },
    });
    expect(settings).toMatchObject({
      volume: 4,
      transitionMs: 3,
      beatSeconds: 12,
      retryAttempts: 1,
      fit: 'contain',
    });
  });

  it('keeps what a person changed after the file was applied, until the file changes', () => {
    const file = ini('[display]\nvolume = 20\n[server]\nserver_url = https://one\n');
    const first = load({ file });
    expect(first).toMatchObject({
      fileIsNew: true,
      fileHash: hashOfConfig(file.text),
      toStore: { volume: 20, serverUrl: 'https://one' },
    });
    const stored = { ...first.toStore, volume: 70, serverUrl: 'https://two' };
    const second = load({ file, appliedHash: first.fileHash, stored });
    expect(second).toMatchObject({ fileIsNew: false, toStore: {} });
    expect(second.settings).toMatchObject({ volume: 70, serverUrl: 'https://two' });
    const changed = load({ file: ini(`${file.text}\n`), appliedHash: first.fileHash, stored });
    expect(changed.fileIsNew).toBe(true);
    expect(changed.settings).toMatchObject({ volume: 20, serverUrl: 'https://one' });
  });

  it('never offers a secret for settings.json, and never takes one from it', () => {
    const file = ini(
      '[player]\nauth_code = AAA\nquickconnect_code = BBB\npassword = CCC\nhostname = lobby\n',
    );
    const { settings, toStore } = load({ file, stored: { authCode: 'stored' } });
    expect(toStore).toEqual({ hostname: 'lobby' });
    expect(settings).toMatchObject({ authCode: 'AAA', quickconnectCode: 'BBB', password: 'CCC' });
    expect(load({ stored: { authCode: 'stored' } }).settings.authCode).toBe('');
  });

  it('expands ~ and puts relative paths in the data folder', () => {
    const { settings } = load({
      file: ini(
        '[cache]\ncache_dir = ./cache\n[logging]\nlog_file = /var/log/x.log\n[server]\ncertificate_path = ~/cert.pem',
      ),
    });
    expect(settings).toMatchObject({
      cacheFolder: join(folders.data, 'cache'),
      logFile: '/var/log/x.log',
      certificatePath: join(folders.home, 'cert.pem'),
    });
  });

  it('takes no path of this machine from a file that anybody may have brought', () => {
    const text =
      '[cache]\ncache_dir = ~/.config\n[logging]\nlog_file = ~/.profile\n[server]\ncertificate_path = ~/.ssh/authorized_keys\nurl = https://10.0.0.1';
    const { settings, toStore, warnings } = load({ file: { ...ini(text), namesPaths: false } });
    expect(settings).toMatchObject({ cacheFolder: '', logFile: '', certificatePath: '' });
    expect(settings.serverUrl).toBe('https://10.0.0.1');
    expect(Object.keys(toStore)).toEqual(['serverUrl']);
    expect(warnings.map(({ code }) => code)).toEqual(Array(3).fill('config-path-left-out'));
  });

  it('reads every setting from the environment under its own name', () => {
    for (const name of settingNames) {
      const variable = `DIGIPLAYER_${name.replace(/[A-Z]/g, (capital) => `_${capital}`).toUpperCase()}`;
      const { warnings } = load({ environment: { [variable]: '~' } });
      expect(warnings.map(({ code }) => code)).not.toContain('config-unknown-key');
    }
    const environment = {
      DIGIPLAYER_SERVER_URL: '10.0.0.1',
      DIGIPLAYER_MAX_CACHE_SIZE: '64',
      DIGIPLAYER_TIMEOUT: '9',
    };
    expect(load({ environment }).settings).toMatchObject({
      serverUrl: 'https://10.0.0.1',
      maxCacheSizeMb: 64,
      requestTimeoutSeconds: 9,
    });
  });

  it('takes no line end behind a value of the environment for a part of it', () => {
    const { settings } = load({
      environment: {
        DIGIPLAYER_PASSWORD: ' s3cret \n',
        DIGIPLAYER_QUICKCONNECT_CODE: 'AB12\r\n',
        DIGIPLAYER_HOSTNAME: '\n',
      },
    });
    expect(settings).toMatchObject({ password: ' s3cret ', quickconnectCode: 'AB12' });
  });

  it('names unknown and unusable variables, but not the options of the command line', () => {
    const { warnings, settings } = load({
      environment: {
        DIGIPLAYER_SHELL: 'chromium',
        DIGIPLAYER_DATA_DIR: '/x',
        DIGIPLAYER_VOLUMME: '3',
        DIGIPLAYER_VOLUME: 'loud',
        DIGIPLAYER_FIT: '',
        PATH: '/bin',
      },
    });
    expect(warnings.map(({ params }) => params?.['key'])).toEqual([
      'DIGIPLAYER_VOLUMME',
      'DIGIPLAYER_VOLUME',
    ]);
    expect(settings).toEqual(defaultSettings());
  });

  it('survives a settings.json of another version or with damage', () => {
    const { settings, warnings } = load({
      stored: { volume: 'loud', somethingNew: 1, fit: 'cover', window: {} },
    });
    expect(settings.fit).toBe('cover');
    expect(settings.volume).toBe(defaultSettings().volume);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]?.message).toContain('settings.json: volume = loud');
  });
});
