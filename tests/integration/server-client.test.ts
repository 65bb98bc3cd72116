import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Log } from '../../src/platform/logging/log.ts';
import { createSystemClock } from '../../src/shared/clock.ts';
import type { DownloadAnswer, ServerClient } from '../../src/player/server/server-client.types.ts';
import { makeCertificate } from '../simulator/certificate.ts';
import { cannedResponse } from '../simulator/recorder.ts';
import type { Simulator } from '../simulator/types.ts';
import {
  clientOf,
  codeOf,
  pinnedFixture,
  recorder,
  simulator,
  trustFixture,
  valueOf,
} from '../support/trust-fixture.ts';

const timeoutMs = 400;
const certificate = makeCertificate();
const media = Buffer.from(Array.from({ length: 50_000 }, (_, index) => index % 251));

async function paired(
  options: Parameters<typeof clientOf>[2] = {},
): Promise<{ server: Simulator; client: ServerClient }> {
  const server = await simulator({ certificate });
  const { trust } = pinnedFixture(server.origin, certificate);
  return { server, client: clientOf(trust.transport, server.origin, options) };
}

async function readAll({ body }: DownloadAnswer): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

const anySignal = (): AbortSignal => new AbortController().signal;

describe('the calls of the server contract', () => {
  it('sign in by code, verify, fetch the playlist and report back', async () => {
    const { server, client } = await paired();
    server.setPlaylist('screen', [{ file_name: 'a.jpg' }], 7);
    const signedIn = valueOf(await client.authenticate({ hostname: 'screen', quickconnectCode: 'CODE42' }));
    expect(signedIn).toMatchObject({
      playerId: '1',
      hostname: 'screen',
      orientation: 'landscape',
      groupId: null,
    });
    const { authCode, playerId } = signedIn;
    expect(valueOf(await client.verify(authCode)).playerName).toBe('screen');
    const playlist = valueOf(await client.playlist({ kind: 'bearer', playerId, authCode }));
    expect(playlist).toMatchObject({ kind: 'body', body: { playlist_version: 7 } });
    const report = {
      hostname: 'screen',
      status: 'playing',
      message: 'a.jpg',
      timestamp: '2026-01-01T00:00:00',
    } as const;
    expect(codeOf(await client.feedback(report, authCode))).toBe('ok');
    expect(server.feedback).toMatchObject([{ status: 'playing', identifiedBy: 'bearer' }]);
  });

  it('tell the version and the clock of the server', async () => {
    const { server, client } = await paired();
    server.shiftClock(3_600_000);
    const health = valueOf(await client.health());
    expect(health.version).toBe('2.2.0');
    expect(Math.abs((health.clockSkewMs ?? 0) - 3_600_000)).toBeLessThan(5_000);
  });

  it('answer null for a server without a certificate file', async () => {
    const { server, client } = await paired();
    server.announceCertificate(null);
    expect(valueOf(await client.certificate())).toBeNull();
  });
});

describe('what a server may answer instead', () => {
  it('is a failure with its own code each', async () => {
    const { server, client } = await paired();
    const after = async (status: number, headers: Record<string, string> = {}) => {
      server.addFault({ match: { path: '/api/player-feedback' }, kind: 'status', status, headers, times: 1 });
      const report = { hostname: 'screen', status: 'online', message: '', timestamp: '' } as const;
      return client.feedback(report, null);
    };
    expect(codeOf(await after(401))).toBe('unauthorized');
    expect(codeOf(await after(403))).toBe('unauthorized');
    expect(codeOf(await after(404))).toBe('not-found');
    expect(await after(413)).toMatchObject({ error: { code: 'refused', params: { status: 413 } } });
    expect(codeOf(await after(500))).toBe('server-error');
    expect(await after(503, { 'Retry-After': '0' })).toMatchObject({
      error: { code: 'rate-limited', params: { retryAfterSeconds: 0 } },
    });
  });

  it('is refused where the code is wrong', async () => {
    const { client } = await paired();
    expect(codeOf(await client.authenticate({ hostname: 'screen', quickconnectCode: 'WRONG' }))).toBe(
      'unauthorized',
    );
    expect(codeOf(await client.verify('no-such-code'))).toBe('unauthorized');
  });

  it('is a bad answer when it is garbage, a page, or lacks what it should hold', async () => {
    const { server, client } = await paired();
    const verify = async (body: string) => {
      server.addFault({ match: { path: '/api/auth/verify' }, kind: 'garbage-json', body, times: 1 });
      return codeOf(await client.verify('code'));
    };
    expect(await verify('<html>')).toBe('bad-answer');
    expect(await verify('{"valid": true}')).toBe('bad-answer');
    expect(await verify('[]')).toBe('bad-answer');
    expect(await verify('{"valid": false}')).toBe('unauthorized');
  });

  it.each(['silent', 'flood'] as const)('never ends, %s: the call does', async (mode) => {
    const { server, client } = await paired({ timeoutMs });
    server.addFault({ match: { path: '/api/health' }, kind: 'never-end', mode });
    expect(['timeout', 'too-large']).toContain(codeOf(await client.health()));
  });

  it('is cut off beyond its bound', async () => {
    const { server, client } = await paired();
    const body = JSON.stringify({ padding: 'x'.repeat(400_000) });
    server.addFault({ match: { path: '/api/health' }, kind: 'garbage-json', body });
    expect(codeOf(await client.health())).toBe('too-large');
  });

  it('comes too late', async () => {
    const { server, client } = await paired({ timeoutMs });
    server.addFault({ match: { path: '/api/health' }, kind: 'latency', milliseconds: 5_000 });
    expect(codeOf(await client.health())).toBe('timeout');
  });

  it('does not come at all during the handshake', async () => {
    const silent = await recorder({});
    const url = `https://127.0.0.1:${String(silent.port)}`;
    const { trust } = pinnedFixture(url, certificate, { timeoutMs });
    expect(codeOf(await clientOf(trust.transport, url, { timeoutMs: 5_000 }).health())).toBe('timeout');
  });
});

describe('tries', () => {
  it('are repeated after a server error, but never a sign-in', async () => {
    const { server, client } = await paired({ retryAttempts: 3, retryDelayMs: 1 });
    server.addFault({ match: { path: /^\/api\// }, kind: 'status', status: 500 });
    expect(codeOf(await client.health())).toBe('server-error');
    expect(codeOf(await client.verify('code'))).toBe('server-error');
    const counted = (path: string) => server.requests.filter((request) => request.path === path).length;
    expect(counted('/api/health')).toBe(3);
    expect(counted('/api/auth/verify')).toBe(1);
  });

  it('go out once more on a new connection when the kept one was stale', async () => {
    const { server, client } = await paired();
    expect(codeOf(await client.health())).toBe('ok');
    server.addFault({ match: { path: '/api/auth/verify' }, kind: 'reset', times: 1 });
    expect(codeOf(await client.verify('code'))).toBe('unauthorized');
    expect(server.connections).toHaveLength(2);
  });

  it('wait for as long as the server asked, without asking it again', async () => {
    const { server, client } = await paired();
    server.setRateLimit({ requests: 1, windowMs: 60_000 });
    await client.verify('code');
    const limited = await client.verify('code');
    expect(limited).toMatchObject({ error: { code: 'rate-limited' } });
    const sent = server.requests.length;
    expect(await client.authenticate({ hostname: 'screen', quickconnectCode: 'CODE42' })).toMatchObject({
      error: { code: 'rate-limited', params: { retryAfterSeconds: expect.any(Number) as number } },
    });
    expect(server.requests).toHaveLength(sent);
    expect(codeOf(await client.health())).toBe('ok');
  });
});

describe('a download', () => {
  it('brings every byte, under the honest name of the player and without a credential', async () => {
    const { server, client } = await paired();
    const upload = server.addUpload('a.bin', media);
    const answer = valueOf(
      await client.download({ url: `${server.origin}${upload.path}`, signal: anySignal() }),
    );
    expect(answer).toMatchObject({
      status: 200,
      contentLength: media.length,
      validators: { etag: upload.etag },
    });
    expect(
      createHash('sha256')
        .update(await readAll(answer))
        .digest('hex'),
    ).toBe(upload.sha256);
    const request = server.requests.at(-1);
    expect(request?.headers['user-agent']).toBe('DigiPlayer/1.0.0');
    expect(request?.headers.authorization).toBeUndefined();
  });

  it('goes on where it stopped, and starts anew when the file changed', async () => {
    const { server, client } = await paired();
    const upload = server.addUpload('a.bin', media);
    const url = `${server.origin}${upload.path}`;
    const resume = { url, from: 1_000, ifRange: upload.etag ?? '', signal: anySignal() };
    const rest = valueOf(await client.download(resume));
    expect(rest).toMatchObject({ status: 206, range: { start: 1_000, total: media.length } });
    expect((await readAll(rest)).equals(media.subarray(1_000))).toBe(true);
    server.replaceUpload('a.bin', Buffer.from('another'));
    expect((await readAll(valueOf(await client.download(resume)))).toString()).toBe('another');
  });

  it('is 304 when nothing changed', async () => {
    const { server, client } = await paired();
    const upload = server.addUpload('a.bin', media);
    const known = { etag: upload.etag, lastModified: null };
    const url = `${server.origin}${upload.path}`;
    expect(valueOf(await client.download({ url, known, signal: anySignal() })).status).toBe(304);
  });

  it.each(['truncate', 'reset'] as const)('ends with an error when it is broken off: %s', async (kind) => {
    const { server, client } = await paired();
    const upload = server.addUpload('a.bin', media);
    server.addFault({ match: { path: upload.path }, kind, afterBytes: 20_000 });
    const opened = await client.download({ url: `${server.origin}${upload.path}`, signal: anySignal() });
    const bytes = opened.ok ? readAll(opened.value) : Promise.reject(new Error(opened.error.code));
    await expect(bytes).rejects.toThrow();
  });

  it('ends with an error when its length is not what was said', async () => {
    const { server, client } = await paired();
    const upload = server.addUpload('a.bin', media);
    const declaredBytes = media.length + 1_000;
    server.addFault({ match: { path: upload.path }, kind: 'wrong-length', declaredBytes });
    const answer = valueOf(
      await client.download({ url: `${server.origin}${upload.path}`, signal: anySignal() }),
    );
    expect(answer.contentLength).toBe(declaredBytes);
    await expect(readAll(answer)).rejects.toThrow();
  });

  it('ends when it is given up', async () => {
    const { server, client } = await paired();
    const upload = server.addUpload('a.bin', media);
    server.addFault({ match: { path: upload.path }, kind: 'never-end' });
    const aborting = new AbortController();
    const url = `${server.origin}${upload.path}`;
    const answer = valueOf(await client.download({ url, signal: aborting.signal }));
    const reading = readAll(answer);
    aborting.abort();
    await expect(reading).rejects.toMatchObject({ code: 'ABORT_ERR' });
  });

  it('of another host goes there under system trust and without anything of ours', async () => {
    const { client } = await paired();
    const untrusted = await recorder({
      certificate: makeCertificate(),
      answer: cannedResponse(200, {}, 'x'),
    });
    const there = await recorder({ answer: cannedResponse(200, {}, 'bytes') });
    const download = (url: string) => client.download({ url, signal: anySignal() });
    expect(codeOf(await download(`${untrusted.origin}/a.jpg`))).toBe('untrusted');
    expect(untrusted.bytesReceived).toBe(0);
    expect((await readAll(valueOf(await download(`${there.origin}/a.jpg`)))).toString()).toBe('bytes');
    expect(there.received.toString().toLowerCase()).not.toMatch(/authorization|cookie|code42/);
  });

  it('follows redirects at most three times, and only where it may', async () => {
    const { server, client } = await paired();
    const upload = server.addUpload('a.bin', media);
    const redirect = (path: string, location: string) =>
      server.addFault({ match: { path }, kind: 'redirect', location });
    const from = async (path: string) =>
      client.download({ url: `${server.origin}${path}`, signal: anySignal() });
    // An inner host name of a server behind a proxy: fetched from the paired server's own origin.
    redirect('/media/1', `http://inner-host:5000${upload.path}`);
    expect((await readAll(valueOf(await from('/media/1')))).equals(media)).toBe(true);
    redirect('/media/2', '/media/2');
    expect(codeOf(await from('/media/2'))).toBe('bad-answer');
    expect(server.requests.filter(({ path }) => path === '/media/2')).toHaveLength(4);
    redirect('/media/3', 'file:///etc/passwd');
    expect(codeOf(await from('/media/3'))).toBe('bad-media-url');
    redirect('/media/4', 'http://elsewhere.example/a.bin');
    expect(codeOf(await from('/media/4'))).toBe('bad-media-url');
  });
});

it('never lets a secret into the log, whatever goes wrong', async () => {
  const lines: string[] = [];
  const write = (message: string, facts?: unknown): void => {
    lines.push(`${message} ${JSON.stringify(facts)}`);
  };
  const log: Log = { error: write, warn: write, info: write, debug: write };
  const server = await simulator({ certificate });
  const { trust } = pinnedFixture(server.origin, certificate, { log });
  const client = clientOf(trust.transport, server.origin, {
    log,
    timeoutMs,
    retryAttempts: 2,
    clock: createSystemClock(),
  });
  const secret = 'S3CRET-VALUE';
  const failures: unknown[] = [];
  const callAll = async (): Promise<void> => {
    failures.push(
      await client.authenticate({ hostname: 'screen', quickconnectCode: secret, password: secret }),
      await client.verify(secret),
      await client.playlist({ kind: 'bearer', playerId: '1', authCode: secret }),
      await client.playlist({ kind: 'code', hostname: 'screen', quickconnectCode: secret }),
      await client.feedback(
        { hostname: 'screen', quickconnect_code: secret, status: 'error', message: '', timestamp: '' },
        secret,
      ),
    );
  };
  for (const kind of ['reset', 'never-end', 'garbage-json', 'truncate'] as const) {
    const fault = server.addFault({ match: { path: /^\/api\// }, kind });
    await callAll();
    fault.remove();
  }
  server.swapCertificate(makeCertificate());
  await callAll();
  await server.stop();
  await callAll();
  expect(failures.every((failure) => codeOf(failure as { ok: true }) !== 'ok')).toBe(true);
  expect(lines.length).toBeGreaterThan(20);
  expect(JSON.stringify([lines, failures])).not.toContain(secret);
});

it('refuses a stranger whose name leads to the screen itself', async () => {
  const { trust } = trustFixture();
  const serverUrl = 'https://192.0.2.1';
  trust.firstTrust({
    serverUrl,
    mode: 'pinned',
    pem: certificate.certificatePem,
    by: 'file',
    compared: false,
  });
  trust.use(serverUrl);
  const there = await recorder({ answer: cannedResponse(200, {}, 'x') });
  const client = clientOf(trust.transport, serverUrl);
  const download = async (host: string) =>
    codeOf(await client.download({ url: `http://${host}:${String(there.port)}/a.jpg`, signal: anySignal() }));
  for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '169.254.1.1', '2130706433']) {
    expect(await download(host)).toBe('bad-media-url');
  }
  expect(there.connections).toBe(0);
});
