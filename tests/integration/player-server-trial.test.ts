import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServerProbe, TrustAuditLine } from '../../src/shared/bridge.ts';
import type { Result } from '../../src/shared/result.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/types.ts';
import { startTestPlayer, type TestPlayer } from '../support/player-support.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const CODE = 'OFFICE-CODE-123';

let folder: string;
let first: Simulator;
let second: Simulator;
const players: TestPlayer[] = [];

async function start(): Promise<TestPlayer> {
  const player = await startTestPlayer(folder, { DIGIPLAYER_RETRY_ATTEMPTS: '1' });
  players.push(player);
  return player;
}

beforeEach(async () => {
  folder = temporaryFolder();
  [first, second] = await Promise.all([
    startSimulator({ players: [{ hostname: 'lobby', code: CODE, name: 'First' }] }),
    startSimulator({ players: [{ hostname: 'lobby', code: CODE, name: 'Second' }] }),
  ]);
});

afterEach(async () => {
  for (const player of players.splice(0)) await player.stop();
  await Promise.all([first.stop(), second.stop()]);
});

async function pair(player: TestPlayer, { port }: Simulator): Promise<void> {
  const address = `127.0.0.1:${port}`;
  const probe = (await player.ask('probe-server', { address })) as Result<ServerProbe>;
  if (!probe.ok) throw new Error(probe.error.message);
  const paired = await player.ask('pair', {
    address: probe.value.url,
    hostname: 'lobby',
    secret: { kind: 'code', code: CODE },
    fingerprint: probe.value.certificate?.fingerprint ?? null,
    plainConsent: false,
  });
  expect(paired).toEqual({ ok: true, value: null });
}

const onServer = (player: TestPlayer, name: string) =>
  player.until(
    ({ connection, player: { name: now } }) => connection === 'online' && now === name,
    `online with ${name}`,
  );

/** Paired with the first server, which works, and then with the second one. */
async function pairWithBoth(): Promise<TestPlayer> {
  const player = await start();
  await pair(player, first);
  expect(player.snapshot().serverTrial, 'the first server is nobody’s second').toBeNull();
  await onServer(player, 'First');
  await pair(player, second);
  await onServer(player, 'Second');
  const { serverTrial } = player.snapshot();
  expect(serverTrial).toMatchObject({ server: second.origin, before: first.origin });
  return player;
}

const sealed = (): Buffer => readFileSync(join(folder, 'credentials.bin'));

describe('another server, while the one before works', () => {
  it('is stored nowhere before it is kept: a restart is back with the first', async () => {
    const player = await start();
    await pair(player, first);
    await onServer(player, 'First');
    const before = sealed();
    await pair(player, second);
    await onServer(player, 'Second');
    expect(sealed().equals(before)).toBe(true);
    await players.pop()?.stop();
    await onServer(await start(), 'First');
  });

  it('goes when it is undone, with the trust in it, and the first one works on', async () => {
    const player = await pairWithBoth();
    expect(await player.ask('undo-server')).toEqual({ ok: true, value: null });
    const back = await onServer(player, 'First');
    expect(back.trust.current?.fingerprint).toBe(first.certificate.fingerprint256.replaceAll(':', ''));
    expect(back.serverTrial).toBeNull();
    const trusted = readFileSync(join(folder, 'trust', 'trust.json'), 'utf8');
    expect(trusted).toContain(first.origin);
    expect(trusted).not.toContain(second.origin);
    const audit = (await player.ask('read-trust-audit', { count: 5 })) as Result<TrustAuditLine[]>;
    expect(audit.ok && audit.value[0]?.decision).toBe('undone');
  });

  it('stays when it is kept, also after a restart', async () => {
    const player = await pairWithBoth();
    expect(await player.ask('keep-server')).toEqual({ ok: true, value: null });
    await player.until(({ serverTrial }) => serverTrial === null, 'no trial any more');
    await players.pop()?.stop();
    const again = await start();
    await onServer(again, 'Second');
    expect(again.snapshot().player.serverUrl).toBe(second.origin);
  });

  it('is kept at once where the one before does not work: nothing is worth going back to', async () => {
    const player = await start();
    await pair(player, first);
    await onServer(player, 'First');
    await first.stop();
    await player.ask('sync-now');
    await player.until(({ connection }) => connection === 'offline', 'the first server is away');
    await pair(player, second);
    const now = await onServer(player, 'Second');
    expect(now.serverTrial).toBeNull();
    first = await startSimulator({ players: [{ hostname: 'lobby', code: CODE, name: 'First' }] });
  });
});
