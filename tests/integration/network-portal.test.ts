import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { pairWithServer, probeServer } from '../../src/player/pairing/pairing.ts';
import { createNetworkLook } from '../../src/player/server/network-look.ts';
import { straightRoute } from '../../src/player/trust/route.ts';
import { createSystemClock } from '../../src/shared/clock.ts';
import { makeCertificate } from '../simulator/certificate.ts';
import { examine, lines, pairedScreen, unpairedScreen } from '../support/doctor-fixture.ts';
import { makePng } from '../support/make-png.ts';
import { startTestPlayer } from '../support/player-support.ts';
import { provisionedBy } from '../support/provisioned-by.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { clientOf, codeOf, pinnedFixture, simulator, trustFixture } from '../support/trust-fixture.ts';

/* The network of a hotel: whatever is asked for, its log-in page answers, over http and over https with its own certificate. */

const portalCertificate = makeCertificate({ commonName: 'login.hotel.test' });
const pinned = makeCertificate({ commonName: 'signage.test' });

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A portal that records every line and body that it was told. */
async function portal() {
  let heard = '';
  const answer: RequestListener = (request, response) => {
    heard += `${request.method ?? ''} ${request.url ?? ''}\n${request.rawHeaders.join('\n')}\n`;
    request.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')));
    response.writeHead(302, { Location: 'http://login.hotel.test/hello' }).end('<html>Welcome');
  };
  const { certificatePem: cert, privateKeyPem: key } = portalCertificate;
  const secure = await listen(createSecureServer({ cert, key }, answer));
  const plain = await listen(createServer(answer));
  const networkLook = createNetworkLook({
    ...{ clock: createSystemClock(), appVersion: '1.0.0', random: Math.random, route: straightRoute },
    nowhere: `http://127.0.0.1:${plain}/`,
    isLocal: () => false,
  });
  return {
    heard: () => heard,
    networkLook,
    secureUrl: `https://127.0.0.1:${secure}`,
    plainUrl: `http://127.0.0.1:${plain}`,
  };
}

it('is told beside what plays on, and ends by itself when the portal is gone', async () => {
  const { networkLook } = await portal();
  const server = await simulator({ certificate: pinned });
  server.addUpload('own.png', makePng(40, 30, [0, 128, 0]));
  server.setPlaylist('screen', [server.itemFor('own.png')], 1);
  const environment = {
    ...provisionedBy(server.origin, 'screen', 'CODE42'),
    DIGIPLAYER_RETRY_ATTEMPTS: '1',
  };
  const player = await startTestPlayer(temporaryFolder(), environment, { networkLook });
  onTestFinished(() => player.stop());
  await player.until(({ current }) => current !== null, 'it plays');
  const codes = (): string[] => player.snapshot().problems.map(({ code }) => code);

  server.swapCertificate(portalCertificate);
  server.clearRequests();
  await player.ask('sync-now');
  await player.until(() => codes().includes('captive-portal'), 'the portal is told');
  expect(player.playing()?.items).toHaveLength(1);
  expect(server.requests, 'who stood in its place heard nothing').toEqual([]);
  expect(player.snapshot().trust.current?.fingerprint).toBe(pinned.fingerprint256.replaceAll(':', ''));

  server.swapCertificate(pinned);
  expect((await player.ask('sync-now')).ok).toBe(true);
  await player.until(() => codes().every((code) => code !== 'captive-portal'), 'it has ended');
});

const SECRETS = ['secret-auth-code', 'CODE42', 'hunter2', 'screen'];

it('is told at pairing over https and http, and hears neither code nor password', async () => {
  const { networkLook, secureUrl, plainUrl, heard } = await portal();
  const { pairing } = trustFixture({ networkLook });
  for (const address of [secureUrl, plainUrl]) {
    expect(codeOf(await probeServer(pairing, address))).toBe('captive-portal');
    const paired = await pairWithServer(
      pairing,
      {
        address,
        hostname: 'screen',
        secrets: { quickconnectCode: 'CODE42', password: 'hunter2' },
        trust: { by: 'installer', fingerprint: null, plainConsent: true },
      },
      () => undefined,
    );
    expect(codeOf(paired)).toBe('captive-portal');
  }
  expect(heard()).toContain('GET /api/health');
  for (const secret of SECRETS) expect(heard(), secret).not.toContain(secret);
});

it('is told by the doctor of a paired screen, after the certificate that it refuses', async () => {
  const { networkLook, secureUrl, heard } = await portal();
  const screen = await pairedScreen({
    serverUrl: secureUrl,
    mode: 'pinned',
    pin: pinned,
    authCode: 'secret-auth-code',
    quickconnectCode: 'CODE42',
  });
  const findings = lines(await examine(screen, null, { networkLook }));
  expect(findings).toContain('tls bad tls-refused');
  expect(findings).toContain('tls bad network-portal');
  for (const secret of SECRETS) expect(heard(), secret).not.toContain(secret);
  // The server is only down.
  const down = { networkLook: () => Promise.resolve(null) };
  const silent = lines(await examine(unpairedScreen(), 'https://127.0.0.1:9', down));
  expect(silent.filter((line) => /network-(portal|names)/.test(line))).toEqual([]);
});

it('is told by the doctor where the DNS answers everything with one address', async () => {
  const networkLook = createNetworkLook({
    ...{ clock: createSystemClock(), appVersion: '1.0.0', random: Math.random, route: straightRoute },
    ...{ nowhere: 'http://127.0.0.1:9/', isLocal: () => false },
    lookup: () => Promise.resolve(['127.0.0.1']),
  });
  const findings = await examine(unpairedScreen(), 'https://signage.test:9', {
    networkLook,
    lookup: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
  });
  expect(lines(findings)).toContain('tcp bad network-names-alike');
});

it('reads no byte of a paired screen, which trusts nothing of it', async () => {
  const { secureUrl, heard } = await portal();
  const { trust } = pinnedFixture(secureUrl, pinned);
  const client = clientOf(trust.transport, secureUrl);
  expect(codeOf(await client.verify('secret-auth-code'))).toBe('untrusted');
  expect(heard()).toBe('');
  expect(trust.status().current?.fingerprint).toBe(pinned.fingerprint256.replaceAll(':', ''));
});
