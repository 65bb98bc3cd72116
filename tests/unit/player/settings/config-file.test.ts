import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashOfConfig, readConfigFile } from '../../../../src/player/settings/config-file.ts';
import type { ConfigReading } from '../../../../src/player/settings/config-file.ts';
import { defaultSettings, settingsSchema } from '../../../../src/shared/settings-schema.ts';
import type { Settings } from '../../../../src/shared/settings-schema.ts';

const ini = (text: string): ConfigReading => readConfigFile({ path: 'player_config.ini', text });
const json = (content: unknown): ConfigReading =>
  readConfigFile({ path: 'app_config.json', text: JSON.stringify(content) });

const seedIni = `[server]
server_url = http://your-server:5000
[player]
hostname = player-001
auth_code = abc123xyz...
player_id = 1
group_id = 5
[display]
orientation = Landscape
resolution = 1920x1080
[security]
verify_ssl = true
timeout = 30
[cache]
cache_dir = ./cache
max_cache_size = 1024
[logging]
enabled = true
log_level = INFO
log_file = ./player.log
`;

describe('player_config.ini', () => {
  it('gives every key of PLAYER_AUTH its meaning', () => {
    const { format, values, warnings } = ini(seedIni);
    expect(warnings).toEqual([]);
    expect(format).toBe('ini');
    expect(values).toEqual({
      serverUrl: 'http://your-server:5000',
      hostname: 'player-001',
      authCode: 'abc123xyz...',
      playerId: '1',
      groupId: '5',
      startOrientation: 'landscape',
      resolution: '1920x1080',
      verifySsl: true,
      requestTimeoutSeconds: 30,
      cacheFolder: './cache',
      maxCacheSizeMb: 1024,
      loggingEnabled: true,
      logLevel: 'info',
      logFile: './player.log',
    });
  });

  it.each<[line: string, expected: Partial<Settings>]>([
    ['[display]\norientation = PORTRAIT', { startOrientation: 'portrait' }],
    ['[display]\nresolution = 1080 x 1920', { resolution: '1080x1920' }],
    ['[security]\nverify_ssl = False', { verifySsl: false }],
    ['[security]\ntimeout = 60', { requestTimeoutSeconds: 60 }],
    ['[logging]\nenabled = no', { loggingEnabled: false }],
    ['[logging]\nlog_level = WARNING', { logLevel: 'warn' }],
    ['[logging]\nlog_level = CRITICAL', { logLevel: 'error' }],
    ['[player]\nplaylist_id = 9', { groupId: '9' }],
    ['[player]\npassword = half#way;through', { password: 'half#way;through' }],
    ['[player]\npassword = "quoted \\"word\\" # kept"', { password: 'quoted "word" # kept' }],
    ["[player]\npassword = '0123'", { password: '0123' }],
    ['[player]\npassword = C:\\new\\\\x', { password: 'C:\\new\\\\x' }],
    ['[player]\nhostname = true', { hostname: 'true' }],
    ['[player]\nhostname: lobby', { hostname: 'lobby' }],
    ['[Security]\nTimeout = 12 ; seconds', { requestTimeoutSeconds: 12 }],
    ['\uFEFF[cache]\r\nmax_cache_size = 512\r\n', { maxCacheSizeMb: 512 }],
    ['[server]\nuse_server_certificate = true', { useServerCertificate: true }],
  ])('reads %j', (text, expected) => {
    const { values, warnings } = ini(text);
    expect(values).toEqual(expected);
    expect(warnings).toEqual([]);
  });

  it('takes an empty value for nothing said', () => {
    expect(ini('[player]\nauth_code =\nhostname =\n')).toMatchObject({ values: {}, warnings: [] });
  });
});

describe('nested app_config.json', () => {
  it('gives every key of HTTPS_INTEGRATION_GUIDE its meaning', () => {
    const { format, values, warnings } = json({
      server: {
        url: 'https://192.168.0.121',
        hostname: 'player1',
        quickconnect_code: 'ABC123XYZ',
        verify_ssl: false,
        use_server_certificate: true,
        certificate_path: '~/.digiserver/server_cert.pem',
      },
      connection: { timeout: 10, retry_attempts: 3, retry_delay: 5 },
    });
    expect(warnings).toEqual([]);
    expect(format).toBe('nested-json');
    expect(values).toEqual({
      serverUrl: 'https://192.168.0.121',
      hostname: 'player1',
      quickconnectCode: 'ABC123XYZ',
      verifySsl: false,
      useServerCertificate: true,
      certificatePath: '~/.digiserver/server_cert.pem',
      requestTimeoutSeconds: 10,
      retryAttempts: 3,
      retryDelaySeconds: 5,
    });
  });
});

describe("the predecessor's flat file", () => {
  it('gives every key its meaning', () => {
    const { format, values, warnings, withoutEffect } = json({
      server_ip: 'digi-signage.example.com',
      port: '443',
      use_https: true,
      verify_ssl: false,
      screen_name: 'lobby-1',
      quickconnect_key: '8887779',
      orientation: 'Portrait',
      touch: 'True',
      max_resolution: '1920x1080',
      playlist_folder: 'playlists',
      logs_folder: '/var/log/kiwy/',
    });
    expect(warnings).toEqual([]);
    expect(format).toBe('flat-json');
    expect(withoutEffect).toEqual(['touch', 'playlist_folder']);
    expect(values).toEqual({
      serverUrl: 'https://digi-signage.example.com',
      verifySsl: false,
      hostname: 'lobby-1',
      quickconnectCode: '8887779',
      startOrientation: 'portrait',
      resolution: '1920x1080',
      logFile: '/var/log/kiwy/player.log',
    });
  });

  it.each<[flat: object, url: string]>([
    [{ server_ip: '10.0.0.5', port: 5000, use_https: false }, 'http://10.0.0.5:5000'],
    [{ server_ip: '10.0.0.5', port: '8443', use_https: 'True' }, 'https://10.0.0.5:8443'],
    [{ server_ip: '10.0.0.5', port: '443' }, 'https://10.0.0.5'],
    [{ server_ip: '10.0.0.5', port: '80' }, 'http://10.0.0.5'],
    [{ server_ip: '10.0.0.5' }, 'https://10.0.0.5'],
    [{ server_ip: 'https://signs.example/', port: '8443' }, 'https://signs.example:8443'],
    [{ server_ip: 'http://signs.example:81', port: '8443', use_https: true }, 'http://signs.example:81'],
  ])('joins the address of %j', (flat, url) => {
    expect(json(flat)).toMatchObject({ values: { serverUrl: url }, warnings: [] });
  });

  it('is read from app_config.txt too', () => {
    const text = '{"screen_name": "a", "quickconnect_key": 123}';
    expect(readConfigFile({ path: 'app_config.txt', text })).toMatchObject({
      format: 'flat-json',
      values: { hostname: 'a', quickconnectCode: '123' },
    });
  });

  it('names all three keys when the address cannot be used', () => {
    const [warning] = json({ server_ip: 'not an address', port: 5000 }).warnings;
    expect(warning?.message).toContain('server_ip, port, use_https');
  });
});

describe('what cannot be used', () => {
  it('names file, key, value and what is allowed, and keeps the rest', () => {
    const { values, warnings } = ini('[security]\ntimeout = soon\nverify_ssl = false\n');
    expect(values).toEqual({ verifySsl: false });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatchObject({
      code: 'config-bad-value',
      params: {
        file: 'player_config.ini',
        key: 'security.timeout',
        value: 'soon',
        allowed: 'a number from 1 to 600',
      },
    });
    expect(warnings[0]?.message).toBe(
      'player_config.ini: security.timeout = soon cannot be used; allowed: a number from 1 to 600. The rest of it applies.',
    );
  });

  it.each([
    ['[display]\norientation = sideways', 'landscape, portrait'],
    ['[display]\nresolution = big', 'WIDTHxHEIGHT'],
    ['[connection]\nretry_attempts = 2.5', 'a whole number from 1 to 20'],
    ['[server]\nserver_url = ftp://server', 'an http:// or https:// address'],
    ['[security]\ncertificate_fingerprint = AB:CD', '64 hex digits'],
    ['[security]\nverify_ssl = maybe', 'true or false'],
    ['[cache]\nmax_cache_size = 1', 'a number from 16 to 10000000'],
  ])('says what is allowed for %j', (text, allowed) => {
    expect(ini(text).warnings[0]?.params?.['allowed']).toContain(allowed);
  });

  it('never shows the value of a secret, of an unknown key, or credentials in an address', () => {
    const long = 'S3CRET'.repeat(60);
    const { warnings } = json({
      server: { quickconnect_code: long, url: 'ftp://admin:S3CRET@server', pasword: 'S3CRET' },
      player: { auth_code: { S3CRET: 1 } },
    });
    expect(warnings.map(({ code }) => code)).toEqual([
      'config-bad-value',
      'config-bad-value',
      'config-unknown-key',
      'config-bad-value',
    ]);
    expect(JSON.stringify(warnings)).not.toContain('S3CRET');
  });

  it('does not quote broken JSON, which may hold a secret', () => {
    const broken = readConfigFile({ path: 'app_config.json', text: '{"quickconnect_key": "S3CRET" oops' });
    expect(broken.format).toBe('unreadable');
    expect(JSON.stringify(broken)).not.toContain('S3CRET');
  });

  const caseFile = (name: string): ConfigReading => {
    const path = join(import.meta.dirname, '../../../support/cases', name);
    return readConfigFile({ path, text: readFileSync(path, 'utf8') });
  };

  it('reads typographic quotes as quotes', () => {
    const { values, warnings } = caseFile('typographic-quotes.ini');
    expect(values).toMatchObject({ serverUrl: 'https://192.168.0.121', hostname: 'a' });
    expect(warnings).toEqual([]);
    expect(ini('[player]\nhostname = the “A” screen\n').values.hostname).toBe('the “A” screen');
  });

  it('reads JSON with a trailing comma or a comment', () => {
    const { values, warnings } = caseFile('trailing-comma.json');
    expect(values).toMatchObject({ hostname: 'a', quickconnectCode: 'QUICK123', retryAttempts: 3 });
    expect(warnings).toEqual([]);
    const commented = '// made by hand\n{"server": {"hostname": "a" /* the hall */}}';
    expect(readConfigFile({ path: 'app_config.txt', text: commented }).values.hostname).toBe('a');
  });

  it('names line and column where JSON ends to be JSON', () => {
    const { warnings } = readConfigFile({ path: 'a.json', text: '{\n  "server": {}\n  "player": {}\n}' });
    expect(warnings[0]?.message).toContain('line 3, column 3');
  });

  it('reads which hosts get a Referer, as text or as what it is in JSON', () => {
    const refererFor = 'player.example=https://screens.example/';
    expect(ini(`[display]\nreferer_for = Player.Example=https://screens.example\n`).values).toEqual({
      refererFor,
    });
    expect(
      json({ display: { referer_for: { 'player.example': 'https://screens.example/' } } }).values,
    ).toEqual({
      refererFor,
    });
    expect(ini('[display]\nreferer_for = player.example=http://screens.example\n').warnings).toHaveLength(1);
  });

  it('reads screen hours, as text or as what they are in JSON, into one form', () => {
    const screenHours = 'mon-fri 07:00-22:00; sat off; sun 10:00-12:00; 2026-12-25 off';
    const written = 'Mo-Fr 7:00-22:00; So 10:00-12:00; 2026-12-25 off';
    const object = { 'mon-fri': '07:00-22:00', sun: ['10:00-12:00'], '2026-12-25': 'off' };
    expect(ini(`[display]\nscreen_hours = ${written}\n`).values).toEqual({ screenHours });
    const spaced = written.replaceAll(';', ' ;');
    expect(ini(`[display]\nscreen_hours = ${spaced} # as the shop\n`).values).toEqual({ screenHours });
    expect(json({ display: { screen_hours: object } }).values).toEqual({ screenHours });
    expect(json({ screen_hours: object }).values, 'also in a flat file').toEqual({ screenHours });
  });

  it('says at the key what is wrong with screen hours, and what to write', () => {
    const { values, warnings } = ini('[display]\nscreen_hours = mon 07:00-12:00,11:00-14:00\nfit = cover\n');
    expect(values).toEqual({ fit: 'cover' });
    expect(warnings.map(({ message }) => message)).toEqual([
      'player_config.ini: display.screen_hours = mon 07:00-12:00,11:00-14:00 cannot be used; allowed: hours by days, for example ' +
        'mon-fri 07:00-22:00; sat-sun off; 2026-12-25 off (07:00-12:00 and 11:00-14:00 cross; write one for both). The rest of it applies.',
    ]);
    expect(ini('[display]\nscreen_hours = mondya off\n').warnings[0]?.message).toContain(
      '("mondya" names no day; write mon, tue, wed, thu, fri, sat or sun)',
    );
  });

  it('names unknown keys and sections', () => {
    const { warnings } = ini('[server]\nserver_urll = x\n[colours]\nsky = blue\n');
    expect(warnings.map(({ params }) => params?.['key'])).toEqual(['server.server_urll', '[colours]']);
  });

  it('does not let something else altogether fill the log', () => {
    const text = Array.from({ length: 5_000 }, (_, line) => `word${line}`).join('\n');
    expect(ini(text).warnings.length).toBeLessThan(40);
    expect(ini('\0\0\0').format).toBe('unreadable');
  });

  it.each([
    ['closed', `{"server_url": ${'['.repeat(400_000)}${']'.repeat(400_000)}}`],
    ['open', `{"server_url": ${'['.repeat(1_000_000)}`],
  ])('reads no file of lists in lists that are %s, over which a walk of them would end', (_how, text) => {
    const reading = readConfigFile({ path: '/media/stick/app_config.json', text });
    expect(reading).toMatchObject({ format: 'unreadable', values: {} });
  });

  it('never throws, and gives only values that the schema takes, whatever the file holds', () => {
    const name = fc.oneof(
      fc.constantFrom(
        'server',
        'player',
        'display',
        'timeout',
        'server_url',
        'port',
        'server_ip',
        '__proto__',
      ),
      fc.string(),
    );
    const content = fc.oneof(
      fc.string(),
      fc.json(),
      fc.dictionary(name, fc.anything({ maxDepth: 2 })).map((value) => JSON.stringify(value)),
      fc
        .array(fc.tuple(name, fc.string()))
        .map((pairs) => pairs.map(([key, value]) => `[${key}]\n${key} = ${value}`).join('\n')),
    );
    fc.assert(
      fc.property(fc.constantFrom('a.ini', 'a.json', 'a.txt'), content, (path, text) => {
        const { values } = readConfigFile({ path, text });
        expect(settingsSchema.safeParse({ ...defaultSettings(), ...values }).success).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('hashOfConfig', () => {
  it('changes with the content', () => {
    expect(hashOfConfig('a')).toBe(hashOfConfig('a'));
    expect(hashOfConfig('a')).not.toBe(hashOfConfig('a '));
  });
});
