import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/types.ts';

/** The "Testing Checklist" and "Integration Tests" of HTTPS_INTEGRATION_GUIDE, line by line, with real curl. */

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ players: [{ hostname: 'test-player', code: 'test123' }] });
  simulator.addUpload('welcome.png', Buffer.from('picture'));
  simulator.setPlaylist('test-player', [simulator.itemFor('welcome.png')], 3);
});
afterAll(() => simulator.stop());

/** Runs curl without any proxy and without its own settings file; `-i` puts the answer's head before its body. */
async function curl(...words: string[]): Promise<{ head: string; body: string }> {
  const fixed = ['-q', '--noproxy', '*', '-s', '-S', '-i', '--max-time', '10'];
  const { stdout } = await promisify(execFile)('curl', [...fixed, ...words]);
  const [head = '', body = ''] = stdout.replaceAll('\r\n', '\n').split(/\n\n(.*)/s);
  return { head: head.toLowerCase(), body };
}
const url = (path: string): string => simulator.origin + path;

describe('server-side tests', () => {
  it('CORS headers present: curl -v https://…/api/health', async () => {
    const { head, body } = await curl('-k', url('/api/health'));
    expect(head).toContain('http/1.1 200');
    expect(head).toContain('access-control-allow-origin: *');
    expect(JSON.parse(body)).toMatchObject({ status: 'healthy' });
  });

  it('certificate endpoint: curl -k https://…/api/certificate', async () => {
    const { head, body } = await curl('-k', url('/api/certificate'));
    expect(head).toContain('http/1.1 200');
    expect(body).toContain('-----BEGIN CERTIFICATE-----');
  });

  it('OPTIONS preflight: curl -X OPTIONS https://…/api/playlists', async () => {
    const { head, body } = await curl('-k', '-X', 'OPTIONS', url('/api/playlists'));
    expect(head).toContain('http/1.1 204');
    expect(head).toMatch(/access-control-allow-methods: .*options/);
    expect(body).toBe('');
  });

  it('X-Forwarded headers: curl -v https://…/', async () => {
    const { head } = await curl('-k', url('/'));
    expect(head).toContain('http/1.1 200');
    expect(head).toContain('x-forwarded-proto: https');
    expect(head).toContain(`x-forwarded-port: ${simulator.port}`);
  });

  it('a self-signed certificate is refused without -k', async () => {
    await expect(curl(url('/api/health'))).rejects.toMatchObject({ code: 60 });
  });
});

describe('integration tests', () => {
  it('certificate retrieval: … | jq .certificate_info', async () => {
    const { body } = await curl('-k', url('/api/certificate'));
    const { certificate_info: info } = JSON.parse(body) as { certificate_info: Record<string, string> };
    expect(Object.keys(info)).toEqual(['subject', 'issuer', 'valid_from', 'valid_until', 'fingerprint']);
    const { fingerprint256 } = simulator.certificate;
    expect(info['fingerprint']).toBe(fingerprint256.replaceAll(':', '').toLowerCase());
  });

  it('CORS preflight for a player', async () => {
    const { head } = await curl(
      ...['-k', '-X', 'OPTIONS', url('/api/playlists')],
      ...['-H', 'Origin: http://192.168.0.121', '-H', 'Access-Control-Request-Method: GET'],
    );
    expect(head).toContain('access-control-allow-origin: *');
    expect(head).toMatch(/access-control-allow-methods: .*get/);
    expect(head).toMatch(/access-control-allow-headers: .*authorization/);
  });

  it.each([
    ['as the guide writes it (a form)', []],
    ['as its Python client asks (a query)', ['-G']],
  ])('playlist fetch %s', async (_what, words) => {
    const { head, body } = await curl(
      ...['-k', ...words, url('/api/playlists'), '-H', 'Origin: *'],
      ...['--data-urlencode', 'hostname=test-player', '--data-urlencode', 'quickconnect_code=test123'],
    );
    expect(head).toContain('access-control-allow-origin: *');
    expect(JSON.parse(body)).toMatchObject({
      playlist: [{ file_name: 'welcome.png' }],
      playlist_version: 3,
    });
  });
});

describe('player connection tests', () => {
  it('sends feedback and receives its confirmation', async () => {
    const feedback = {
      hostname: 'test-player',
      quickconnect_code: 'test123',
      status: 'playing',
      message: 'welcome.png',
      timestamp: '2026-03-01T10:20:30.123456',
    };
    const { head, body } = await curl(
      ...['-k', url('/api/player-feedback'), '-H', 'Content-Type: application/json'],
      ...['-d', JSON.stringify(feedback)],
    );
    expect(head).toContain('http/1.1 200');
    expect(JSON.parse(body)).toMatchObject({ success: true });
    expect(simulator.feedback).toMatchObject([{ status: 'playing', body: feedback }]);
  });
});
