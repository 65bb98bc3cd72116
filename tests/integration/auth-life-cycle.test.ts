import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAuth } from '../../src/player/auth/auth.ts';
import type { Auth, AuthEvent, Credentials } from '../../src/player/auth/auth.types.ts';
import { pairWithServer, type PairingRequest } from '../../src/player/pairing/pairing.ts';
import type { SignInSecrets } from '../../src/player/auth/sign-in.ts';
import { createSilentLog } from '../../src/platform/logging/log.ts';
import type { ServerClient } from '../../src/player/server/server-client.types.ts';
import { createFakeClock, type FakeClock } from '../support/fakes/fake-clock.ts';
import { makeCertificate } from '../simulator/certificate.ts';
import type { Simulator, SimulatorOptions } from '../simulator/types.ts';
import {
  clientOf,
  codeOf,
  simulator,
  trustFixture,
  valueOf,
  type TrustFixture,
} from '../support/trust-fixture.ts';

const certificate = makeCertificate();
const nothing = (): void => undefined;

function pairingRequest(server: Simulator, secrets: SignInSecrets): PairingRequest {
  return {
    address: server.origin,
    hostname: 'screen',
    secrets,
    trust: { by: 'file', mode: 'pinned', fingerprint: certificate.fingerprint256, certificatePath: '' },
  };
}

interface Session {
  readonly server: Simulator;
  readonly fixture: TrustFixture;
  readonly auth: Auth;
  readonly clock: FakeClock;
  readonly events: AuthEvent[];
  readonly client: ServerClient;
}

/** A screen that is paired with a real server; time for its sign-in is moved by hand. */
async function session(
  options: SimulatorOptions = {},
  secrets: SignInSecrets = { quickconnectCode: 'CODE42' },
): Promise<Session> {
  const server = await simulator({
    certificate,
    players: [{ hostname: 'screen', name: 'Lobby', code: 'CODE42', password: 'pass word' }],
    ...options,
  });
  const fixture = trustFixture();
  const credentials = valueOf(
    await pairWithServer(fixture.pairing, pairingRequest(server, secrets), nothing),
  );
  const client = clientOf(fixture.trust.transport, server.origin);
  const clock = createFakeClock();
  const auth = createAuth({
    client,
    vault: fixture.vault,
    credentials,
    clock,
    log: createSilentLog(),
    random: () => 0.5,
    verifyMs: 300_000,
    beginning: 'stored',
  });
  const events: AuthEvent[] = [];
  auth.onChange((event) => events.push(event));
  onTestFinished(() => {
    auth.stop();
  });
  server.clearRequests();
  return { server, fixture, auth, clock, events, client };
}

/** Moves the clock by `ms` and answers the path of the next request that this leads to, once it is answered. */
async function nextCall({ server, clock }: Session, ms: number): Promise<string> {
  const last = server.requests.at(-1)?.sequence ?? 0;
  await clock.advance(ms);
  const request = await server.waitForRequest(({ sequence, finished }) => sequence > last && finished);
  return request.path;
}

/** Moves the clock second by second until a promise settles that hangs on it and on the network. */
async function advanceUntil<Value>(clock: FakeClock, promise: Promise<Value>): Promise<Value> {
  let settled = false;
  void promise.finally(() => {
    settled = true;
  });
  await expect.poll(async () => clock.advance(1_000).then(() => settled)).toBe(true);
  return promise;
}

const playlistOf = (client: ServerClient) => (access: Parameters<ServerClient['playlist']>[0]) =>
  client.playlist(access);

describe('pairing', () => {
  it.each([
    ['a code', { quickconnectCode: 'CODE42' }],
    ['a password', { password: 'pass word' }],
  ] as const)('by %s keeps encrypted credentials of mode 600', async (_kind, secrets) => {
    const { fixture, auth } = await session({}, secrets);
    const file = join(fixture.folder, 'credentials.bin');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const { authCode } = auth.credentials();
    expect(authCode).toMatch(/^[\w-]{43}$/);
    for (const secret of [authCode ?? '', ...Object.values(secrets)]) {
      expect(readFileSync(file).includes(secret)).toBe(false);
    }
    expect(await fixture.vault.open()).toMatchObject({
      kind: 'credentials',
      credentials: { playerName: 'Lobby' },
    });
  });

  it('says what is wrong, beside the field it belongs to, and keeps nothing', async () => {
    const server = await simulator({ certificate });
    const { pairing, trust, vault, audit } = trustFixture();
    const pair = async (secrets: SignInSecrets) =>
      pairWithServer(pairing, pairingRequest(server, secrets), nothing);
    expect(await pair({ quickconnectCode: 'WRONG' })).toMatchObject({
      error: { code: 'wrong-code', params: { field: 'secret' } },
    });
    expect(codeOf(await pair({ password: 'WRONG' }))).toBe('wrong-password');
    expect(codeOf(await pair({ authCode: 'WRONG' }))).toBe('wrong-auth-code');
    expect(codeOf(await pair({}))).toBe('secret-missing');
    expect(trust.status().mode).toBe('none');
    expect((await vault.open()).kind).toBe('empty');
    expect(audit.list(5)).toEqual([]);
    expect(codeOf(await pair({ quickconnectCode: 'CODE42' }))).toBe('ok');
  });

  it('takes an auth code that a file brought along, and the code where it is not known any more', async () => {
    const server = await simulator({ certificate });
    const { pairing } = trustFixture();
    const { authCode } = server.player('screen');
    const pair = async (secrets: SignInSecrets) =>
      pairWithServer(pairing, pairingRequest(server, secrets), nothing);
    expect(valueOf(await pair({ authCode })).authCode).toBe(authCode);
    server.revokeAuthCode('screen');
    const renewed = valueOf(await pair({ authCode, quickconnectCode: 'CODE42' }));
    expect(renewed.authCode).not.toBe(authCode);
  });

  it('waits for as long as the server says, in words', async () => {
    const server = await simulator({ certificate, rateLimit: { requests: 1, windowMs: 60_000 } });
    const { pairing } = trustFixture();
    const pair = () =>
      pairWithServer(pairing, pairingRequest(server, { quickconnectCode: 'WRONG' }), nothing);
    expect(codeOf(await pair())).toBe('wrong-code');
    const limited = await pair();
    expect(limited).toMatchObject({
      error: { code: 'rate-limited', params: { retryAfterSeconds: expect.any(Number) as number } },
    });
  });

  it('leaves the old server in use until the new one has accepted the sign-in', async () => {
    const { fixture, server: old } = await session();
    const other = await simulator({ certificate });
    const failed = await pairWithServer(
      fixture.pairing,
      pairingRequest(other, { quickconnectCode: 'WRONG' }),
      nothing,
    );
    expect(codeOf(failed)).toBe('wrong-code');
    expect(codeOf(await clientOf(fixture.trust.transport, old.origin).health())).toBe('ok');
    expect(await fixture.vault.open()).toMatchObject({ credentials: { serverUrl: old.origin } });
    valueOf(
      await pairWithServer(fixture.pairing, pairingRequest(other, { quickconnectCode: 'CODE42' }), nothing),
    );
    expect(await fixture.vault.open()).toMatchObject({ credentials: { serverUrl: other.origin } });
    expect(codeOf(await clientOf(fixture.trust.transport, other.origin).health())).toBe('ok');
  });

  it('can be given up', async () => {
    const server = await simulator({ certificate });
    server.addFault({ match: { path: '/api/auth/player' }, kind: 'never-end' });
    const { pairing, vault } = trustFixture({ timeoutMs: 20_000 });
    const aborting = new AbortController();
    const request = { ...pairingRequest(server, { quickconnectCode: 'CODE42' }), signal: aborting.signal };
    const pairing_ = pairWithServer(pairing, request, nothing);
    await server.waitForRequest(({ path }) => path === '/api/auth/player');
    aborting.abort();
    expect(codeOf(await pairing_)).toBe('cancelled');
    expect((await vault.open()).kind).toBe('empty');
  });

  it.each([404, 405] as const)(
    'uses the older playlist call where the sign-in answers %d',
    async (legacy) => {
      const { auth, client, server } = await session({ legacy });
      server.setPlaylist('screen', [{ file_name: 'a.jpg' }], 3);
      expect(auth.credentials()).toMatchObject({ playerId: null, authCode: null });
      expect(valueOf(await auth.withAccess(playlistOf(client)))).toMatchObject({
        body: { playlist_version: 3 },
      });
      expect(auth.status()).toMatchObject({ authState: 'authorized', legacy: true });
    },
  );

  it('asks for the code where an older server knows no passwords', async () => {
    const server = await simulator({ certificate, legacy: true });
    const { pairing } = trustFixture();
    const paired = await pairWithServer(pairing, pairingRequest(server, { password: 'pass word' }), nothing);
    expect(codeOf(paired)).toBe('older-server-needs-code');
  });
});

describe('the sign-in', () => {
  it('is verified at the start and every five minutes, and follows what changed on the server', async () => {
    const running = await session();
    const { auth, server, fixture, events } = running;
    auth.start();
    expect(await nextCall(running, 0)).toBe('/api/auth/verify');
    await expect.poll(() => auth.status().authState).toBe('authorized');
    server.updatePlayer('screen', { name: 'Canteen', orientation: 'Portrait', group: 9 });
    expect(await nextCall(running, 300_000)).toBe('/api/auth/verify');
    await expect.poll(() => events.some(({ kind }) => kind === 'identity')).toBe(true);
    const expected: Partial<Credentials> = { playerName: 'Canteen', orientation: 'portrait', groupId: '9' };
    expect(auth.credentials()).toMatchObject(expected);
    await expect.poll(() => fixture.vault.open()).toMatchObject({ credentials: expected });
  });

  it('is renewed silently when a poll is refused, once for all who ask', async () => {
    const { auth, server, client, fixture } = await session();
    server.revokeAuthCode('screen');
    const answers = await Promise.all([1, 2, 3].map(() => auth.withAccess(playlistOf(client))));
    expect(answers.map(codeOf)).toEqual(['ok', 'ok', 'ok']);
    expect(server.requests.filter(({ path }) => path === '/api/auth/player')).toHaveLength(1);
    const { authCode } = server.player('screen');
    expect(auth.credentials().authCode).toBe(authCode);
    await expect.poll(() => fixture.vault.open()).toMatchObject({ credentials: { authCode } });
  });

  it('is renewed after a verification that failed, ten seconds later', async () => {
    const running = await session();
    const { auth, server } = running;
    server.revokeAuthCode('screen');
    auth.start();
    expect(await nextCall(running, 0)).toBe('/api/auth/verify');
    await running.clock.advance(9_000);
    expect(server.requests).toHaveLength(1);
    expect(await nextCall(running, 1_000)).toBe('/api/auth/player');
    await expect.poll(() => auth.status()).toEqual({ authState: 'authorized', legacy: false, problem: null });
  });

  it('is unauthorized when code and auth code are refused, and well again when the player is back', async () => {
    const running = await session();
    const { auth, server, client } = running;
    const { name } = server.player('screen');
    server.removePlayer('screen');
    expect(codeOf(await auth.withAccess(playlistOf(client)))).toBe('unauthorized');
    expect(auth.status().authState).toBe('unauthorized');
    // A poll that is refused again meanwhile does not ask again before its time.
    const poll = auth.withAccess(playlistOf(client));
    await server.waitForRequest(({ path, finished }) => path.startsWith('/api/playlists/') && finished);
    expect(server.requests.filter(({ path }) => path === '/api/auth/player')).toHaveLength(1);
    server.addPlayer({ hostname: 'screen', name, code: 'CODE42' });
    expect(codeOf(await advanceUntil(running.clock, poll))).toBe('ok');
    expect(server.requests.filter(({ path }) => path === '/api/auth/player')).toHaveLength(2);
    expect(running.clock.monotonic()).toBeGreaterThanOrEqual(10_000);
    expect(auth.status().authState).toBe('authorized');
  });

  it('is verified by one call for all who ask at once', async () => {
    const { auth, server } = await session();
    const answers = await Promise.all([auth.verifyNow(), auth.verifyNow(), auth.verifyNow()]);
    expect(answers.map(codeOf)).toEqual(['ok', 'ok', 'ok']);
    expect(server.requests).toHaveLength(1);
  });

  it('is not renewed again for a refusal that came late', async () => {
    const { auth, server, client } = await session();
    let calls = 0;
    const answer = await auth.withAccess(async (access) => {
      calls += 1;
      if (calls > 1) return client.playlist(access);
      // While this poll is on its way another one has the sign-in renewed.
      server.revokeAuthCode('screen');
      await auth.withAccess(playlistOf(client));
      return client.playlist(access);
    });
    expect(codeOf(answer)).toBe('ok');
    expect(codeOf(await auth.verifyNow())).toBe('ok');
    const signIns = server.requests.map(({ path }) => path).filter((path) => path.startsWith('/api/auth/'));
    expect(signIns).toEqual(['/api/auth/player', '/api/auth/verify']);
  });

  it('is not asked for again when a person had it renewed while a poll was waiting for its turn', async () => {
    const { auth, server, client, clock } = await session();
    server.revokeAuthCode('screen');
    expect(codeOf(await auth.verifyNow())).toBe('unauthorized');
    const poll = auth.withAccess(playlistOf(client));
    await expect.poll(() => clock.pendingTimers()).toBe(1);
    await clock.advance(5_000);
    expect(codeOf(await auth.verifyNow())).toBe('ok');
    expect(codeOf(await advanceUntil(clock, poll))).toBe('ok');
    expect(server.requests.filter(({ path }) => path.startsWith('/api/auth/'))).toHaveLength(2);
  });

  it('lets a poll fail at once, rather than hang, while the server asks to wait', async () => {
    const { auth, server, client, clock } = await session({ rateLimit: { requests: 2, windowMs: 60_000 } });
    server.revokeAuthCode('screen');
    expect(codeOf(await auth.verifyNow())).toBe('unauthorized');
    expect(codeOf(await auth.verifyNow())).toBe('rate-limited');
    expect(codeOf(await auth.withAccess(playlistOf(client)))).toBe('unauthorized');
    expect(clock.monotonic()).toBe(0);
  });

  it('survives an outage and stays authorized', async () => {
    const running = await session();
    const { auth, server } = running;
    auth.start();
    await nextCall(running, 0);
    await expect.poll(() => auth.status().authState).toBe('authorized');
    await server.stop();
    expect(codeOf(await auth.verifyNow())).toBe('offline');
    expect(auth.status()).toMatchObject({ authState: 'authorized', problem: { code: 'offline' } });
  });

  it('stops without a timer left behind', async () => {
    const { auth, clock } = await session();
    auth.start();
    expect(clock.pendingTimers()).toBe(1);
    auth.stop();
    expect(clock.pendingTimers()).toBe(0);
  });
});

describe('the vault', () => {
  it('that cannot be opened is kept aside and reported, and used again when its key comes back', async () => {
    const { fixture } = await session();
    const key = join(fixture.folder, 'credentials.key');
    const goodKey = readFileSync(key);
    writeFileSync(key, Buffer.alloc(32, 1));
    expect(await fixture.vault.open()).toEqual({
      kind: 'unreadable',
      keptAs: join(fixture.folder, 'credentials.bin.unreadable'),
    });
    expect((await fixture.vault.open()).kind).toBe('unreadable');
    writeFileSync(key, goodKey);
    expect(await fixture.vault.open()).toMatchObject({
      kind: 'credentials',
      credentials: { playerName: 'Lobby' },
    });
  });

  it('that is damaged is kept aside', async () => {
    const { fixture } = await session();
    const file = join(fixture.folder, 'credentials.bin');
    writeFileSync(file, readFileSync(file).fill(0, 40));
    expect((await fixture.vault.open()).kind).toBe('unreadable');
  });

  it('that is cleared leaves nothing behind', async () => {
    const { fixture } = await session();
    await fixture.vault.clear();
    expect(await fixture.vault.open()).toEqual({ kind: 'empty' });
  });
});
