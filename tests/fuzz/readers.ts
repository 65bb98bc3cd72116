import { X509Certificate } from 'node:crypto';
import { normalisePlaylist } from '../../src/player/playlist/normalise-playlist.ts';
import { checkConfigFile } from '../../src/player/settings/check-config.ts';
import { decodeText } from '../../src/player/settings/decode-text.ts';
import { certificatesOf } from '../../src/player/trust/read-certificates.ts';
import { inspectCertificate, readBundle } from '../../src/player/trust/inspect-certificate.ts';
import { answerBridge, type BridgeHandlers } from '../../src/shared/answer-bridge.ts';
import { bridgeRequests } from '../../src/shared/bridge.ts';
import { exceedsJsonBounds } from '../../src/shared/json-bounds.ts';
import { parsePythonJson } from '../../src/shared/python-json.ts';
import { ok } from '../../src/shared/result.ts';
import { makeCertificate } from '../simulator/certificate.ts';

/** What the player reads on its main thread and strangers write. */
export interface Reader {
  /** What its cases are made of. */
  readonly seeds: readonly Buffer[];
  /** Reads a case as the player does. Throws for what must not be. */
  readonly read: (bytes: Buffer) => void | Promise<void>;
}

export type ReaderName = 'playlists' | 'certificates' | 'settings' | 'bridge';

const texts = (...values: readonly (string | object)[]): Buffer[] =>
  values.map((value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)));

function parse(text: string, parser: (text: string) => unknown): unknown {
  try {
    return parser(text);
  } catch {
    return undefined;
  }
}

const serverUrl = 'https://signage.example';
const goodItem = { id: 'good', file_name: 'good.png', url: '/static/uploads/good.png', duration: 10 };
const playlists: Reader = {
  seeds: texts(
    {
      playlist: [goodItem, { ...goodItem, id: 2, type: 'video', position: 3, muted: true }],
      playlist_version: 7,
    },
    [{ file_name: 'a.jpg', duration: '00:00:10', schedule: { days: [1, 2], start: '08:00', end: '18:00' } }],
    {
      items: [
        {
          url: 'https://example.org/page#x',
          type: 'url',
          valid_from: '2026-01-01',
          valid_until: '2030-12-31T10:00:00Z',
        },
      ],
    },
  ),
  read: (bytes) => {
    const text = bytes.toString();
    // As the server client does it, without the network.
    const body = exceedsJsonBounds(text) ? undefined : parse(text, parsePythonJson);
    normalisePlaylist(body, { serverUrl });
    const item = Array.isArray(body) ? (body[0] as unknown) : body;
    const both = normalisePlaylist(
      { playlist: [goodItem, item, { ...goodItem, id: 'other' }] },
      { serverUrl },
    );
    const kept = both.ok ? both.value.items.filter(({ fileName }) => fileName === 'good.png').length : 0;
    if (kept < 2) throw new Error('A bad item took its neighbours with it.');
  },
};

const made = makeCertificate();
const certificates: Reader = {
  seeds: [
    ...texts(made.chainPem, `text before\n${made.chainPem}\n${made.chainPem}text behind`),
    Buffer.from(new X509Certificate(made.chainPem).raw),
  ],
  read: async (bytes) => {
    const context = { now: Date.now(), host: 'signage.example' };
    inspectCertificate(bytes, context);
    inspectCertificate(bytes.toString(), context);
    readBundle(bytes.toString());
    const found = await certificatesOf(bytes);
    if (found.ok) for (const certificate of found.value) inspectCertificate(certificate, context);
  },
};

const settings: Reader = {
  seeds: [
    ...texts(
      '[server]\nserver_url = https://signage.example:8443\nhostname = lobby\nquickconnect_key = "QUICK123"\n; a comment\n',
      {
        server: { server_ip: '10.0.0.5', port: 443, use_https: true },
        max_cache_size: 2048,
        resolution: '1920 x 1080',
      },
      { server_url: 'signage.example', hostname: 'lobby', certificate_path: '/x.pem', log_level: 'WARNING' },
    ),
    Buffer.from('[server]\r\nhostname = B\u00FCro\r\n', 'utf16le'),
  ],
  read: (bytes) => {
    const text = decodeText(bytes);
    checkConfigFile(text, 'player_config.ini');
    checkConfigFile(text, 'app_config.json');
  },
};

const handlers = Object.fromEntries(
  Object.keys(bridgeRequests).map((name) => [name, () => ok(null)]),
) as unknown as BridgeHandlers;
const bridge: Reader = {
  seeds: texts(
    { name: 'hello', input: {} },
    { name: 'unlock', input: { pin: '1234' } },
    { name: 'look-at-page', input: { address: 'https://example.org', userAgent: 'Mozilla/5.0' } },
    { name: 'change-setting', input: { name: 'language', value: 'de' } },
    {
      name: 'report-playback',
      input: { kind: 'ended', program: 'p', item: 'i', shownMs: 10, complete: true, reason: 'duration' },
    },
    {
      name: 'pair',
      input: {
        address: 'a',
        hostname: 'h',
        secret: { kind: 'code', code: 'c' },
        fingerprint: null,
        plainConsent: false,
      },
    },
  ),
  read: async (bytes) => {
    const call = parse(bytes.toString(), JSON.parse);
    const { name, input } = Object(call) as { name?: unknown; input?: unknown };
    const answer = answerBridge(handlers, (request, description) => {
      throw new Error(`${request}: ${description}`);
    });
    const result = await answer(typeof name === 'string' ? name : '', input);
    if (!result.ok && result.error.code !== 'invalid-input')
      throw new Error(`The bridge answers ${result.error.code}.`);
  },
};

export const readers: Readonly<Record<ReaderName, Reader>> = { playlists, certificates, settings, bridge };
