import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, expectFill, HOSTNAME, provisioned, test } from '../support/e2e/fixtures.ts';
import { cleanEnvironment } from '../support/e2e/player-process.ts';

const root = join(import.meta.dirname, '../..');

interface Ending {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function npmStart(...options: string[]): Promise<Ending> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(root, 'src/cli/main.ts'), ...options],
      { env: cleanEnvironment() },
      (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
      },
    );
  });
}

test('bad arguments end with 2 and one sentence', async () => {
  for (const option of ['--shell=firefox', '--speed=3', '--orientation=sideways', 'dance']) {
    const { code, stderr } = await npmStart(option);
    expect(code, option).toBe(2);
    expect(stderr.trim().split('\n'), option).toHaveLength(1);
  }
});

test('help and version end with 0', async () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  expect(await npmStart('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  expect((await npmStart('--help')).stdout).toContain('--data-dir=DIR');
});

test('config check says what a file means', async ({ dataFolder }) => {
  const good = join(dataFolder, 'player_config.ini');
  writeFileSync(good, '[server]\nserver_url = https://192.168.0.121\n[player]\nhostname = lobby\n');
  expect(await npmStart('config', 'check', good)).toMatchObject({ code: 0 });
  const bad = join(dataFolder, 'bad.ini');
  writeFileSync(bad, '[display]\norientation = sideways\n');
  const { code, stdout } = await npmStart('config', 'check', bad, '--json');
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ usable: false });
});

test('a paired player’s settings are exported, and it can be unpaired', async ({
  server,
  dataFolder,
  startScreen,
}) => {
  server.setPlaylist(HOSTNAME, [server.itemFor('red.jpg')]);
  const screen = await startScreen(provisioned(server));
  await expectFill(screen.page, 'red');
  expect((await npmStart('unpair', `--data-dir=${dataFolder}`)).code).toBe(1);
  await screen.stop();

  const cache = await npmStart('cache', 'verify', '--json', `--data-dir=${dataFolder}`);
  expect(cache.code, cache.stdout).toBe(0);
  expect((await npmStart('cache', 'status', `--data-dir=${dataFolder}`)).stdout).toMatch(/1 /);

  const open = await npmStart('config', 'export', `--data-dir=${dataFolder}`);
  expect(open.stdout).toContain(`hostname = ${HOSTNAME}`);
  expect(open.stdout).not.toContain(server.player(HOSTNAME).authCode);
  const secret = await npmStart('config', 'export', '--with-secrets', `--data-dir=${dataFolder}`);
  expect(secret.stdout).toContain(server.player(HOSTNAME).authCode);

  expect(await npmStart('unpair', `--data-dir=${dataFolder}`)).toEqual({
    code: 0,
    stdout: 'This screen is unpaired.\n',
    stderr: '',
  });
  const again = await startScreen();
  await expect(again.page.getByRole('heading', { name: 'Connect this screen' })).toBeVisible();
});

test('the doctor finds nothing bad between a paired player and its server, and says what is when there is', async ({
  server,
  dataFolder,
  startScreen,
}) => {
  server.setPlaylist(HOSTNAME, [server.itemFor('red.jpg')]);
  const { page } = await startScreen(provisioned(server));
  await expectFill(page, 'red');
  const well = await npmStart('doctor', '--json', `--data-dir=${dataFolder}`);
  const findings = JSON.parse(well.stdout) as { check: string; verdict: string }[];
  expect(findings.filter(({ verdict }) => verdict === 'bad')).toEqual([]);
  expect(findings).toContainEqual(expect.objectContaining({ check: 'playlist', verdict: 'good' }));
  expect(well.code).toBe(0);

  await server.stop();
  const ill = await npmStart('doctor', `--data-dir=${dataFolder}`);
  expect(ill.code).toBe(1);
  expect(ill.stdout).toContain('✗ tcp');
});

test('everything in the data folder is its owner’s alone', async ({ server, dataFolder, startScreen }) => {
  server.setPlaylist(HOSTNAME, [server.itemFor('red.jpg')]);
  const { page } = await startScreen(provisioned(server));
  await expectFill(page, 'red');
  const entries = readdirSync(dataFolder, { recursive: true, encoding: 'utf8' });
  expect(entries).toEqual(
    expect.arrayContaining(['credentials.bin', 'player.db', 'status.json', 'logs/player.log']),
  );
  const open = [dataFolder, ...entries.map((name) => join(dataFolder, name))].filter(
    (path) => (statSync(path).mode & 0o077) !== 0,
  );
  expect(open).toEqual([]);
});
