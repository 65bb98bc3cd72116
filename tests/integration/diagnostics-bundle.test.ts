import { appendFileSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readCommandLine } from '../../src/cli/command-line.ts';
import { runCommand } from '../../src/cli/run-command.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/types.ts';
import { startTestPlayer, type TestPlayer } from '../support/player-support.ts';
import { readZip } from '../support/read-zip.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const CODE = 'QUICK-c0de-77';
const PASSWORD = 'p4ssword "with" \\ everything';
const PIN = '407192583610';
const PICTURE = 'a picture, as far as a zip is concerned';

let folder: string;
let simulator: Simulator;
let player: TestPlayer;

beforeEach(async () => {
  folder = temporaryFolder();
  simulator = await startSimulator({
    players: [{ hostname: 'lobby', code: CODE, password: PASSWORD }],
    rateLimit: false,
  });
  simulator.addUpload('one.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'));
  simulator.setPlaylist('lobby', [simulator.itemFor('one.svg', { type: 'image' })], 1);
  player = await startTestPlayer(folder, {
    DIGIPLAYER_SERVER_URL: simulator.origin,
    DIGIPLAYER_HOSTNAME: 'lobby',
    DIGIPLAYER_QUICKCONNECT_CODE: CODE,
    DIGIPLAYER_PASSWORD: PASSWORD,
    DIGIPLAYER_USE_SERVER_CERTIFICATE: 'true',
    DIGIPLAYER_LOG_LEVEL: 'debug',
  });
  vi.spyOn(player.host.screen, 'capture').mockResolvedValue(Buffer.from(PICTURE));
  await player.until(({ state }) => state === 'playing', 'playing');
  await player.ask('set-pin', { pin: PIN });
  const program = player.playing();
  await player.ask('report-playback', {
    ...{ kind: 'ended', program: program?.id, item: program?.items[0]?.key },
    ...{ shownMs: 1_000, complete: true, reason: 'duration' },
  });
});

afterEach(async () => {
  vi.restoreAllMocks();
  await player.stop();
  await simulator.stop();
});

/** In the escapes of JSON. */
function escapesOf(text: string): string {
  return Array.from(text, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`).join('');
}

/** Every secret of the screen, as people and programs write it. */
function secrets(): readonly string[] {
  const { authCode } = simulator.player('lobby');
  const disguised = [
    Buffer.from(CODE).toString('hex'),
    Buffer.from(`lobby1:${PASSWORD}`).toString('base64'),
    escapesOf(CODE),
    encodeURIComponent(encodeURIComponent(PASSWORD)),
  ];
  return [
    ...disguised,
    CODE,
    PIN,
    PASSWORD,
    JSON.stringify(PASSWORD).slice(1, -1),
    authCode,
    encodeURIComponent(PASSWORD),
  ];
}

function expectNoSecret(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    for (const secret of secrets()) expect(text.includes(secret), `${secret} in ${name}`).toBe(false);
    for (const part of ['QUICK-', 'c0de-77', 'p4ssword', 'everything'])
      expect(text.includes(part), `${part} in ${name}`).toBe(false);
    expect(/bearer [\w-]{20}/i.test(text), `a bearer in ${name}`).toBe(false);
    // eslint-disable-next-line no-control-regex -- these are what it is about
    expect(text, name).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/);
  }
}

async function write(target: string | null = null): Promise<string> {
  const written = await player.ask('export-diagnostics', { folder: target, browser: 'Chromium/150' });
  if (!written.ok) throw new Error(written.error.message);
  return (written.value as { path: string }).path;
}

/** Lines that a hostile server could have brought into the log, and some that only a hostile program could. */
function plantHostileLines(): void {
  const { authCode } = simulator.player('lobby');
  const line = (message: string): string =>
    JSON.stringify({ time: '2026-01-15T12:00:00.000Z', level: 'warn', message, facts: {} });
  const lines = [
    `${CODE} ${'x'.repeat(10_000_000)} ${CODE}`,
    line(`The server said ${CODE} and Authorization: Bearer ${authCode}`),
    line(`coloured QUICK-\u001b[31mc0de\u001b[0m-77, torn QUICK-\nc0de-77, hidden QUICK\u200b-c0de-77`),
    line(
      `twice ${JSON.stringify(JSON.stringify(PASSWORD))} and ${encodeURIComponent(encodeURIComponent(PASSWORD))}`,
    ),
    line(
      `basic ${Buffer.from(`lobby1:${PASSWORD}`).toString('base64')} hex ${Buffer.from(CODE).toString('hex')}`,
    ),
    `{"time":"2026-01-15T12:00:00.000Z","level":"warn","message":"${escapesOf(CODE)}"}`,
    '\u001b[2J\u001b]0;owned\u0007 raw escapes, and a code torn apart: QUICK-',
    'c0de-77 on the next line',
    `${'x'.repeat(1_000_000)} ${CODE}`,
    line('The last line is there.'),
  ];
  appendFileSync(join(folder, 'logs', 'player.log'), `${lines.join('\n')}\n`);
}

describe('the diagnostics', () => {
  it('are one zip with all that explains a screen, and none of its secrets', async () => {
    expect(await player.ask('picture-screen')).toEqual({ ok: true, value: { taken: true } });
    const path = await write();
    expect(basename(path)).toMatch(/^diagnostics-[a-z0-9-]+-\d{4}-\d\d-\d\dT[\d-]+Z\.zip$/);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const files = readZip(path);
    expect(Object.keys(files).sort()).toEqual([
      ...['contents.json', 'database.json', 'doctor.json', 'doctor.txt', 'logs/player.log'],
      ...['plays-by-day.csv', 'plays.csv', 'screen.png', 'settings.json', 'status.json'],
      ...['trust-audit.json', 'versions.json'],
    ]);
    expect(files['screen.png']).toBe(PICTURE);
    expect(JSON.parse(files['contents.json'] ?? '')).toMatchObject({ left_out: {} });
    expect(JSON.parse(files['versions.json'] ?? '')).toMatchObject({
      ...{ player: '0.0.0-test', shell: { name: 'chromium', browser: 'Chromium/150' } },
      versions: { node: process.versions.node },
    });
    expect(JSON.parse(files['status.json'] ?? '')).toMatchObject({ state: 'playing', prefill: null });
    expect(JSON.parse(files['settings.json'] ?? '')).toMatchObject({ hostname: 'lobby', logLevel: 'debug' });
    expect(Object.keys(JSON.parse(files['settings.json'] ?? '') as object)).not.toContain('password');
    expect(JSON.parse(files['trust-audit.json'] ?? '')).toMatchObject([{ decision: 'first-trust' }]);
    expect(JSON.parse(files['database.json'] ?? '')).toMatchObject({ rows: { play_record: 1 } });
    expect(files['plays.csv']).toMatch(/,one\.svg,.*,yes,duration\n$/);
    expect(files['plays-by-day.csv']).toMatch(/,one\.svg,1,1,1\.000\n$/);
    expect(files['doctor.txt']).toMatch(/✓ tcp/);
    expect(files['logs/player.log']).toContain('The player starts');
    expectNoSecret(files);
  }, 30_000);

  it('hold nothing of a secret that hostile lines bring in, and are as small as if there were none', async () => {
    plantHostileLines();
    const path = await write();
    const files = readZip(path);
    expectNoSecret(files);
    expect(files['logs/player.log']).toContain('The last line is there.');
    expect(files['logs/player.log']?.length).toBeLessThan(4 * 1_048_576);
    expect(statSync(path).size).toBeLessThan(1_048_576);
  }, 30_000);

  it('are written by the command line, too, beside the running player, to a folder of choice', async () => {
    plantHostileLines();
    const target = temporaryFolder();
    let said = '';
    const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      said += String(text);
      return true;
    });
    const words = ['diagnostics', `--to=${target}`, `--data-dir=${folder}`];
    const commandLine = readCommandLine(words, {});
    if (!commandLine.ok || commandLine.value.kind !== 'command') throw new Error('no command');
    const surroundings = { appVersion: '1.2.3', updateKeys: [], shell: () => 'chromium' as const };
    expect(await runCommand(commandLine.value, surroundings)).toBe(0);
    stdout.mockRestore();
    const [name = ''] = readdirSync(target);
    expect(said).toBe(`${join(target, name)}\n`);
    const files = readZip(join(target, name));
    expect(JSON.parse(files['contents.json'] ?? '')).toMatchObject({
      left_out: { 'screen.png': 'there is none here' },
    });
    expect(JSON.parse(files['status.json'] ?? '')).toMatchObject({ state: 'playing' });
    expect(files['plays.csv']).toContain('one.svg');
    expectNoSecret(files);
  }, 30_000);

  it('go only where sticks are, and the newest five of a screen are kept', async () => {
    const elsewhere = temporaryFolder();
    const refused = await player.ask('export-diagnostics', { folder: elsewhere, browser: '' });
    expect(refused).toMatchObject({ ok: false, error: { code: 'diagnostics-not-written' } });
    expect(readdirSync(elsewhere)).toEqual([]);
    const first = await write();
    writeFileSync(join(folder, 'diagnostics-of-my-own.zip'), 'kept');
    mkdirSync(join(folder, 'diagnostics-lobby'));
    for (let more = 0; more < 5; more += 1) await write();
    const kept = readdirSync(folder).filter((name) => name.startsWith('diagnostics-'));
    expect(kept).toHaveLength(5 + 2);
    expect(kept).not.toContain(basename(first));
    expect(kept.filter((name) => name.endsWith('.partial'))).toEqual([]);
  }, 60_000);
});
