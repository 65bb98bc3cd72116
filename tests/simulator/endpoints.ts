import { z } from 'zod';
import { emptyAnswer, errorAnswer, jsonAnswer } from './answer.ts';
import type { Answer } from './answer.ts';
import { certificateAnswer } from './certificate-announcement.ts';
import type { Incoming } from './incoming.ts';
import type { Players } from './players.ts';
import type { Playlists } from './playlists.ts';
import type { RateLimiter } from './rate-limit.ts';
import { uploadAnswer } from './static-uploads.ts';
import type { FeedbackRecord, SimulatedPlayer } from './types.ts';
import type { Uploads } from './uploads.ts';

export interface EndpointDependencies {
  players: Players;
  playlists: Playlists;
  uploads: Uploads;
  rateLimiter: RateLimiter;
  /** The text of the certificate file; null when the server has none. */
  announcedCertificate: () => string | null;
  recordFeedback: (feedback: FeedbackRecord) => void;
  recordScreenshot: (webp: Buffer) => void;
  /** What `/api/health` says beyond an unmodified server; undefined: it says nothing of it. */
  capabilities: readonly string[] | undefined;
  version: string;
  /** What an old server answers to the newer endpoints; null for a newer server. */
  legacyStatus: 404 | 405 | null;
  groupField: 'group_id' | 'playlist_id';
}

/** Answers one request as the server would (docs/server-contract.md, Endpoints), without faults. */
export type Endpoints = (incoming: Incoming) => Promise<Answer>;

type Handler = (incoming: Incoming, parameter: string) => Answer | Promise<Answer>;

interface Route {
  methods: readonly string[];
  path: RegExp;
  handle: Handler;
}

const signInSchema = z.looseObject({
  hostname: z.string().min(1),
  password: z.string().min(1).optional(),
  quickconnect_code: z.string().min(1).optional(),
});
const verifySchema = z.looseObject({ auth_code: z.string().min(1) });
const codeQuerySchema = z.looseObject({
  hostname: z.string().min(1),
  quickconnect_code: z.string().min(1),
});
const feedbackSchema = z.looseObject({
  hostname: z.string().min(1),
  quickconnect_code: z.string().optional(),
  status: z.string().min(1),
  message: z.string().default(''),
  timestamp: z.string().optional(),
});

/** What `datetime.fromisoformat` of Pythons before 3.11 reads: no `Z`, and a fraction of 3 or 6 digits. */
const oldPythonTime = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{3}(\d{3})?)?)?$/;

const invalidCredentials = (): Answer => errorAnswer(401, 'Invalid credentials');

function bearer(incoming: Incoming): string | null {
  return /^Bearer (\S+)$/.exec(incoming.headers.authorization ?? '')?.[1] ?? null;
}

/** Says why a JSON body cannot be used at all, as Flask does before a view sees it. */
function bodyProblem(incoming: Incoming): Answer | null {
  if (incoming.problem === 'too-large') return errorAnswer(413, 'Request body too large');
  if (incoming.method !== 'POST') return null;
  if (!(incoming.headers['content-type'] ?? '').startsWith('application/json')) {
    return errorAnswer(415, 'Content-Type must be application/json');
  }
  return incoming.problem === 'not-json' ? errorAnswer(400, 'Request body is not JSON') : null;
}

/** Wires the endpoints to the server's tables. */
export function createEndpoints(dependencies: EndpointDependencies): Endpoints {
  const { players, playlists, uploads, rateLimiter, legacyStatus } = dependencies;

  const describe = (player: SimulatedPlayer): Record<string, unknown> => ({
    player_id: player.id,
    player_name: player.name,
    hostname: player.hostname,
    [dependencies.groupField]: player.group,
    orientation: player.orientation,
    status: 'online',
  });

  const limited =
    (handle: Handler): Handler =>
    (incoming, parameter) => {
      const waitSeconds = rateLimiter.call(incoming.remoteAddress);
      if (waitSeconds === null) return handle(incoming, parameter);
      return errorAnswer(429, 'Rate limit exceeded', { 'Retry-After': String(waitSeconds) });
    };

  const newer =
    (handle: Handler): Handler =>
    (incoming, parameter) =>
      legacyStatus === null ? handle(incoming, parameter) : errorAnswer(legacyStatus, 'Not available');

  const withJson =
    (handle: Handler): Handler =>
    (incoming, parameter) =>
      bodyProblem(incoming) ?? handle(incoming, parameter);

  const signIn: Handler = async ({ body }) => {
    const parsed = signInSchema.safeParse(body);
    if (!parsed.success) return errorAnswer(400, 'Hostname is required');
    const { hostname, password, quickconnect_code: code } = parsed.data;
    if (password === undefined && code === undefined) {
      return errorAnswer(400, 'Password or quick connect code is required');
    }
    const player = await players.authenticate(hostname, { code, password });
    if (player === null) return invalidCredentials();
    return jsonAnswer(200, { success: true, ...describe(player), auth_code: player.authCode });
  };

  const verify: Handler = ({ body }) => {
    const parsed = verifySchema.safeParse(body);
    if (!parsed.success) return errorAnswer(400, 'Auth code is required');
    const player = players.byAuthCode(parsed.data.auth_code);
    if (player === undefined) return jsonAnswer(401, { valid: false, error: 'Invalid auth code' });
    return jsonAnswer(200, { valid: true, ...describe(player) });
  };

  const playlistById: Handler = (incoming, id) => {
    const authCode = bearer(incoming);
    const asking = authCode === null ? undefined : players.byAuthCode(authCode);
    if (asking === undefined) return errorAnswer(401, 'Invalid or missing auth code');
    const player = players.byId(id);
    if (player === undefined) return errorAnswer(404, 'Player not found');
    if (player.id !== asking.id) return errorAnswer(403, 'Not the playlist of this player');
    return jsonAnswer(200, playlists.body(player.hostname));
  };

  const playlistByCode: Handler = async ({ method, query, body }) => {
    // The guide's curl line sends the two fields as a form (`--data-urlencode` without `-G` posts them).
    const parsed = codeQuerySchema.safeParse(method === 'POST' ? body : query);
    if (!parsed.success) return errorAnswer(400, 'Hostname and quick connect code are required');
    const { hostname, quickconnect_code: code } = parsed.data;
    const player = await players.authenticate(hostname, { code });
    return player === null ? invalidCredentials() : jsonAnswer(200, playlists.body(hostname));
  };

  const feedback: Handler = async (incoming) => {
    const parsed = feedbackSchema.safeParse(incoming.body);
    if (!parsed.success) return errorAnswer(400, 'Hostname and status are required');
    const { hostname, quickconnect_code: code, status, message, timestamp = null } = parsed.data;
    if (timestamp !== null && !oldPythonTime.test(timestamp)) {
      return errorAnswer(422, 'Timestamp is not ISO 8601 without an offset');
    }
    if (players.find(hostname) === undefined) return errorAnswer(404, 'Player not found');
    const authCode = bearer(incoming);
    const byBearer = authCode !== null && players.byAuthCode(authCode)?.hostname === hostname;
    if (!byBearer && (await players.authenticate(hostname, { code })) === null) return invalidCredentials();
    dependencies.recordFeedback({
      at: new Date(),
      hostname,
      status,
      message,
      timestamp,
      identifiedBy: byBearer ? 'bearer' : 'code',
      body: parsed.data,
    });
    return jsonAnswer(200, { success: true, message: 'Feedback received' });
  };

  const upload: Handler = ({ headers }, encodedName) => {
    try {
      return uploadAnswer(uploads.get(decodeURIComponent(encodedName)), headers);
    } catch {
      return errorAnswer(400, 'The name is not percent-encoded correctly');
    }
  };

  /** nginx's own page; it shows the headers that nginx forwards, for the guide's checklist. */
  const root: Handler = ({ headers }) => ({
    status: 200,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'X-Forwarded-Proto': 'https',
      'X-Forwarded-Port': /:(\d+)$/.exec(headers.host ?? '')?.[1] ?? '443',
    },
    body: Buffer.from('<!doctype html><title>DigiServer</title><p>DigiServer v2, simulated.</p>\n'),
  });

  const { capabilities } = dependencies;
  const health: Handler = () =>
    jsonAnswer(200, {
      status: 'healthy',
      version: dependencies.version,
      ...(capabilities === undefined ? {} : { capabilities }),
    });

  const screenshot: Handler = (incoming) => {
    if (capabilities?.includes('screenshot') !== true) return errorAnswer(404, 'Not found');
    const authCode = bearer(incoming);
    if (authCode === null || players.byAuthCode(authCode) === undefined) return invalidCredentials();
    const { bytes } = incoming;
    if (incoming.headers['content-type'] !== 'image/webp' || bytes === null) {
      return errorAnswer(415, 'A WebP is expected');
    }
    dependencies.recordScreenshot(bytes);
    return jsonAnswer(200, { success: true });
  };
  const certificate: Handler = () => certificateAnswer(dependencies.announcedCertificate());

  const reading = ['GET', 'HEAD'];
  const routes: readonly Route[] = [
    { methods: reading, path: /^\/$/, handle: root },
    { methods: reading, path: /^\/api\/health$/, handle: health },
    { methods: reading, path: /^\/api\/certificate$/, handle: certificate },
    { methods: ['POST'], path: /^\/api\/auth\/player$/, handle: newer(limited(withJson(signIn))) },
    { methods: ['POST'], path: /^\/api\/auth\/verify$/, handle: newer(limited(withJson(verify))) },
    { methods: reading, path: /^\/api\/playlists\/([^/]+)$/, handle: newer(playlistById) },
    { methods: [...reading, 'POST'], path: /^\/api\/playlists$/, handle: playlistByCode },
    { methods: ['POST'], path: /^\/api\/player-feedback$/, handle: withJson(feedback) },
    { methods: ['POST'], path: /^\/api\/player-screenshot$/, handle: screenshot },
    { methods: reading, path: /^\/static\/uploads\/([^/]+)$/, handle: upload },
  ];

  return async (incoming) => {
    const { method, path } = incoming;
    if (method === 'OPTIONS') return emptyAnswer(204, { 'Access-Control-Max-Age': '3600' });
    for (const route of routes) {
      const match = route.path.exec(path);
      if (match === null) continue;
      if (route.methods.includes(method)) return route.handle(incoming, match[1] ?? '');
      return errorAnswer(405, 'Method not allowed', { Allow: route.methods.join(', ') });
    }
    return errorAnswer(404, 'Not found');
  };
}
