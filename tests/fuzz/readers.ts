import { createHmac, X509Certificate } from 'node:crypto';
import { normalisePlaylist } from '../../src/player/playlist/normalise-playlist.ts';
import {
  PRELUDE_BYTES,
  readHead,
  readLabel,
  readPrelude,
  writeHead,
} from '../../src/player/stick/stick-format.ts';
import { stickKeysOf } from '../../src/player/stick/stick-keys.ts';
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

export type ReaderName = 'playlists' | 'certificates' | 'settings' | 'bridge' | 'sticks';

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

const stickKeys = stickKeysOf('auth-code');
const stickLabel = { hostname: 'lobby', server: serverUrl, key: stickKeys.name, madeAtMs: 1_790_000_000_000 };
const stickManifest = {
  body: {
    playlist: [goodItem, { ...goodItem, id: 2, sha256: 'ab'.repeat(32), size: 5 }],
    playlist_version: 3,
  },
  files: [{ sha256: 'ab'.repeat(32), size: 5, etag: '"1"', lastModified: null }],
};
const goodStick = Buffer.concat([
  writeHead(stickLabel, stickManifest, stickKeys.proof),
  Buffer.from('bytes'),
]);

/** A list with any manifest, as somebody would write it who has the key. */
function provenStick(manifest: Buffer): Buffer {
  const label = Buffer.from(JSON.stringify(stickLabel));
  const start = Buffer.from(goodStick.subarray(0, 24));
  start.writeUInt32BE(label.length, 16);
  start.writeUInt32BE(manifest.length, 20);
  const proof = createHmac('sha256', stickKeys.proof).update(start).update(label).update(manifest).digest();
  return Buffer.concat([start, proof, label, manifest, Buffer.from('bytes')]);
}

function readStick(bytes: Buffer): ReturnType<typeof readHead> | null {
  const prelude = readPrelude(bytes.subarray(0, PRELUDE_BYTES), bytes.length);
  if (!prelude.ok) return null;
  const { labelBytes, headBytes } = prelude.value;
  readLabel(bytes.subarray(PRELUDE_BYTES, PRELUDE_BYTES + labelBytes));
  return readHead(bytes.subarray(0, headBytes), bytes.length, stickKeys.proof);
}

const sticks: Reader = {
  seeds: [goodStick, ...texts(stickManifest)],
  read: (bytes) => {
    const changed = readStick(bytes);
    const isGood =
      bytes.length === goodStick.length && bytes.subarray(0, -5).equals(goodStick.subarray(0, -5));
    if (changed?.ok === true && !isGood) throw new Error('A list that was changed is believed.');
    const list = readStick(provenStick(bytes));
    if (list?.ok !== true) return;
    for (const { position, size } of list.value.parts)
      if (position < PRELUDE_BYTES || size < 1) throw new Error('A file lies where none can.');
    if (/"(?:file_?name|name)":"[^"]*[/\\\\]/.test(JSON.stringify(list.value.body.playlist)))
      throw new Error('A name leads to another folder.');
    normalisePlaylist(list.value.body, { serverUrl });
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

export const readers: Readonly<Record<ReaderName, Reader>> = {
  playlists,
  certificates,
  settings,
  bridge,
  sticks,
};
