import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/types.ts';
import { call } from '../support/simulator-support.ts';

const lobby = { hostname: 'lobby', name: 'Lobby screen', code: 'QUICK123', password: 'long enough' };

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({ players: [{ ...lobby, group: 5, orientation: 'Portrait' }] });
});
afterEach(() => simulator.stop());

const post = (path: string, json: unknown, headers: Record<string, string> = {}) =>
  call(simulator.origin + path, { method: 'POST', json, headers });
const bearer = (): { Authorization: string } => ({
  Authorization: `Bearer ${simulator.player('lobby').authCode}`,
});

describe('signing in', () => {
  const described = {
    player_id: 1,
    player_name: 'Lobby screen',
    hostname: 'lobby',
    group_id: 5,
    orientation: 'Portrait',
    status: 'online',
  };

  it.each([
    ['the code', { quickconnect_code: 'QUICK123' }],
    ['the password', { password: 'long enough' }],
    ['a right password beside a wrong code', { password: 'long enough', quickconnect_code: 'WRONG' }],
  ])('takes %s', async (_what, secret) => {
    const reply = await post('/api/auth/player', { hostname: 'lobby', ...secret });
    expect(reply.status).toBe(200);
    const authCode = simulator.player('lobby').authCode;
    expect(reply.json()).toEqual({ success: true, ...described, auth_code: authCode });
    expect(Buffer.from(authCode, 'base64url')).toHaveLength(32);
  });

  it.each([
    ['a wrong code', { hostname: 'lobby', quickconnect_code: 'WRONG' }, 401],
    ['an unknown player', { hostname: 'nobody', quickconnect_code: 'QUICK123' }, 401],
    ['no secret', { hostname: 'lobby' }, 400],
    ['no hostname', { quickconnect_code: 'QUICK123' }, 400],
  ])('refuses %s', async (_what, body, status) => {
    const reply = await post('/api/auth/player', body);
    expect(reply.status).toBe(status);
    expect(reply.json()).toEqual({ error: expect.any(String) as string });
  });

  it('refuses what is not JSON, and a body that is too large', async () => {
    const url = `${simulator.origin}/api/auth/player`;
    const json = { 'Content-Type': 'application/json' };
    expect((await call(url, { method: 'POST', text: '{"hostname"', headers: json })).status).toBe(400);
    expect((await call(url, { method: 'POST', text: 'hostname=lobby' })).status).toBe(415);
    const large = JSON.stringify({ hostname: 'x'.repeat(2_000_000) });
    expect((await call(url, { method: 'POST', text: large, headers: json })).status).toBe(413);
  });

  it('verifies an auth code until it is revoked, then signs in with another', async () => {
    const before = simulator.player('lobby').authCode;
    const verified = await post('/api/auth/verify', { auth_code: before });
    expect(verified.json()).toEqual({ valid: true, ...described });

    simulator.revokeAuthCode('lobby');
    const refused = await post('/api/auth/verify', { auth_code: before });
    expect(refused.status).toBe(401);
    expect(refused.json()).toMatchObject({ valid: false });

    const again = await post('/api/auth/player', { hostname: 'lobby', quickconnect_code: 'QUICK123' });
    expect(again.json()).toMatchObject({ auth_code: simulator.player('lobby').authCode });
    expect(simulator.player('lobby').authCode).not.toBe(before);
  });

  it('tells of a changed player, and forgets a removed one', async () => {
    simulator.updatePlayer('lobby', { orientation: 'Landscape', group: null, code: 'NEW' });
    const reply = await post('/api/auth/player', { hostname: 'lobby', quickconnect_code: 'NEW' });
    expect(reply.json()).toMatchObject({ orientation: 'Landscape', group_id: null });
    const { authCode } = simulator.player('lobby');
    simulator.removePlayer('lobby');
    expect((await post('/api/auth/verify', { auth_code: authCode })).status).toBe(401);
  });
});

describe('playlists', () => {
  it('go to the bearer whose they are', async () => {
    simulator.addPlayer({ hostname: 'other', code: 'X' });
    simulator.addUpload('welcome.jpg', Buffer.from('picture'));
    simulator.setPlaylist('lobby', [simulator.itemFor('welcome.jpg', { duration: 3 })], 4);
    const url = `${simulator.origin}/api/playlists/1`;

    const reply = await call(url, { headers: bearer() });
    const item = {
      id: 1,
      file_name: 'welcome.jpg',
      type: 'image',
      duration: 3,
      position: 1,
      url: `${simulator.origin}/static/uploads/welcome.jpg`,
      description: '',
    };
    expect(reply.json()).toEqual({ playlist: [item], playlist_version: 4 });

    const other = { Authorization: `Bearer ${simulator.player('other').authCode}` };
    expect((await call(url)).status).toBe(401);
    expect((await call(url, { headers: { Authorization: 'Bearer wrong' } })).status).toBe(401);
    expect((await call(url, { headers: other })).status).toBe(403);
    expect((await call(`${simulator.origin}/api/playlists/99`, { headers: other })).status).toBe(404);
  });

  it('count their version up, leave it out, and take any shape', async () => {
    const body = async (): Promise<unknown> =>
      (await call(`${simulator.origin}/api/playlists/1`, { headers: bearer() })).json();
    expect(await body()).toEqual({ playlist: [], playlist_version: 0 });
    simulator.setPlaylist('lobby', []);
    simulator.setPlaylist('lobby', []);
    expect(await body()).toEqual({ playlist: [], playlist_version: 2 });
    simulator.setPlaylist('lobby', [{ name: '../x' }], null);
    expect(await body()).toEqual({ playlist: [{ name: '../x' }] });
    simulator.setPlaylistBody('lobby', ['bare']);
    expect(await body()).toEqual(['bare']);
  });

  it('are given the older way to the code', async () => {
    const url = `${simulator.origin}/api/playlists?hostname=lobby&quickconnect_code=`;
    expect((await call(`${url}QUICK123`)).json()).toEqual({ playlist: [], playlist_version: 0 });
    expect((await call(`${url}WRONG`)).status).toBe(401);
    expect((await call(`${simulator.origin}/api/playlists?hostname=lobby`)).status).toBe(400);
  });
});

describe('feedback', () => {
  const beat = { hostname: 'lobby', status: 'playing', message: 'welcome.jpg', app_version: '1.0.0' };
  const send = (fields: object, headers: Record<string, string> = {}) =>
    post('/api/player-feedback', { ...beat, ...fields }, headers);

  it('is stored with everything in it, by code and by bearer', async () => {
    const waited = simulator.waitForFeedback(({ status }) => status === 'error');
    const reply = await send({ quickconnect_code: 'QUICK123', timestamp: '2026-03-01T10:20:30.123456' });
    expect(reply.json()).toMatchObject({ success: true, message: expect.any(String) as string });
    await send({ status: 'error' }, bearer());
    expect(simulator.feedback).toMatchObject([
      { hostname: 'lobby', status: 'playing', identifiedBy: 'code', body: { app_version: '1.0.0' } },
      { hostname: 'lobby', status: 'error', identifiedBy: 'bearer', timestamp: null },
    ]);
    expect(await waited).toBe(simulator.feedback[1]);
  });

  it('is refused for good reasons only', async () => {
    const code = { quickconnect_code: 'QUICK123' };
    expect((await send({ ...code, timestamp: '2026-03-01T10:20:30Z' })).status).toBe(422);
    expect((await send({ ...code, timestamp: '2026-03-01T10:20:30+01:00' })).status).toBe(422);
    expect((await send({ ...code, hostname: 'nobody' })).status).toBe(404);
    expect((await send({ ...code, status: '' })).status).toBe(400);
    expect((await send({ quickconnect_code: 'WRONG' })).status).toBe(401);
    expect((await send({})).status).toBe(401);
    expect((await send({}, { Authorization: 'Bearer old' })).status).toBe(401);
    expect(simulator.feedback).toEqual([]);
  });
});

describe('the server', () => {
  it('tells its health, and nothing at unknown addresses', async () => {
    expect((await call(`${simulator.origin}/api/health`)).json()).toEqual({
      status: 'healthy',
      version: '2.2.0',
    });
    expect((await call(`${simulator.origin}/api/nothing`)).status).toBe(404);
    expect((await post('/api/health', {})).status).toBe(405);
  });

  it('moves its Date, not its answers', async () => {
    simulator.shiftClock(-3_600_000);
    const { headers } = await call(`${simulator.origin}/api/health`);
    const behindMs = Date.now() - Date.parse(headers.date ?? '');
    expect(behindMs).toBeGreaterThan(3_590_000);
    expect(behindMs).toBeLessThan(3_610_000);
  });

  it('refuses the eleventh sign-in of a minute, but no other call', async () => {
    const attempts = Array.from({ length: 10 }, () => post('/api/auth/verify', { auth_code: 'x' }));
    for (const reply of await Promise.all(attempts)) expect(reply.status).toBe(401);
    const refused = await post('/api/auth/player', { hostname: 'lobby', quickconnect_code: 'QUICK123' });
    expect(refused.status).toBe(429);
    const waitSeconds = Number(refused.headers['retry-after']);
    expect(waitSeconds).toBeGreaterThan(50);
    expect(waitSeconds).toBeLessThanOrEqual(60);
    expect((await call(`${simulator.origin}/api/health`)).status).toBe(200);

    simulator.resetRateLimit();
    expect((await post('/api/auth/verify', { auth_code: 'x' })).status).toBe(401);
    simulator.setRateLimit({ requests: 1, windowMs: 60_000 });
    expect((await post('/api/auth/verify', { auth_code: 'x' })).status).toBe(429);
    simulator.setRateLimit(false);
    expect((await post('/api/auth/verify', { auth_code: 'x' })).status).toBe(401);
  });

  it('lets calls through again when the window has passed', async () => {
    simulator.setRateLimit({ requests: 1, windowMs: 150 });
    expect((await post('/api/auth/verify', { auth_code: 'x' })).status).toBe(401);
    expect((await post('/api/auth/verify', { auth_code: 'x' })).status).toBe(429);
    await expect
      .poll(async () => (await post('/api/auth/verify', { auth_code: 'x' })).status, { timeout: 2000 })
      .toBe(401);
  });

  it('logs every request', async () => {
    const waited = simulator.waitForRequest(({ path, finished }) => path === '/api/health' && finished);
    await post('/api/auth/verify?from=test', { auth_code: 'x' }, { 'X-Test': 'yes' });
    await call(`${simulator.origin}/api/health`);
    await waited;
    expect(simulator.requests).toMatchObject([
      {
        sequence: 1,
        connection: 1,
        method: 'POST',
        path: '/api/auth/verify',
        query: { from: 'test' },
        headers: { 'x-test': 'yes' },
        body: { auth_code: 'x' },
        status: 401,
      },
      { sequence: 2, connection: 2, method: 'GET', body: null, status: 200, bytesSent: 38 },
    ]);
    simulator.clearRequests();
    expect(simulator.requests).toEqual([]);
    await expect(simulator.waitForRequest(() => true, 20)).rejects.toThrow('Nothing after 20 ms');
  });

  it('goes down and comes back on the same port, with its players', async () => {
    const { origin } = simulator;
    await simulator.stop();
    await expect(call(`${origin}/api/health`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await simulator.start();
    expect(simulator.origin).toBe(origin);
    const reply = await post('/api/auth/player', { hostname: 'lobby', quickconnect_code: 'QUICK123' });
    expect(reply.status).toBe(200);
  });
});

describe('servers of other kinds', () => {
  const signIn = { method: 'POST', json: { hostname: 'lobby', quickconnect_code: 'QUICK123' } };

  it.each([
    [true, 404],
    [405, 405],
  ] as const)('an old one (%s) knows only the older way', async (legacy, status) => {
    const old = await startSimulator({ players: [lobby], legacy });
    expect((await call(`${old.origin}/api/auth/player`, signIn)).status).toBe(status);
    expect((await call(`${old.origin}/api/playlists/1`)).status).toBe(status);
    const query = 'hostname=lobby&quickconnect_code=QUICK123';
    expect((await call(`${old.origin}/api/playlists?${query}`)).status).toBe(200);
    await old.stop();
  });

  it('a new one says playlist_id', async () => {
    const modern = await startSimulator({
      players: [{ ...lobby, group: 9 }],
      playlistIdInsteadOfGroupId: true,
    });
    const reply = (await call(`${modern.origin}/api/auth/player`, signIn)).json();
    expect(reply).toMatchObject({ playlist_id: 9 });
    expect(reply).not.toHaveProperty('group_id');
    await modern.stop();
  });

  it('a plain one speaks http and has no certificate', async () => {
    const plain = await startSimulator({ protocol: 'http' });
    expect(plain.origin).toMatch(/^http:/);
    expect((await call(`${plain.origin}/api/health`)).status).toBe(200);
    expect((await call(`${plain.origin}/api/certificate`)).status).toBe(404);
    expect(plain.connections[0]).toMatchObject({ secured: true, tlsVersion: null });
    expect(plain.connections[0]?.bytesReceived).toBeGreaterThan(20);
    await plain.stop();
  });
});
