import { makeCertificate } from './certificate.ts';
import { createEndpoints } from './endpoints.ts';
import { createFaults } from './faults.ts';
import { createListener } from './listener.ts';
import { createPlayers } from './players.ts';
import { createPlaylists } from './playlists.ts';
import { createRateLimiter } from './rate-limit.ts';
import { createRequestListener } from './request-listener.ts';
import { createRequestLog } from './request-log.ts';
import type { FeedbackRecord, Simulator, SimulatorOptions } from './types.ts';
import { createUploads } from './uploads.ts';
import { createWaiting } from './waiting.ts';

const defaultWaitMs = 5000;

function legacyStatus(legacy: SimulatorOptions['legacy']): 404 | 405 | null {
  if (legacy === undefined || legacy === false) return null;
  return legacy === true ? 404 : legacy;
}

/** Starts a DigiServer v2 of its own on a loopback port; `stop()` ends it. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const host = options.host ?? '127.0.0.1';
  const protocol = options.protocol ?? 'https';
  let certificate = options.certificate ?? makeCertificate();
  let announcement: { pem: string | null } | 'live' = 'live';
  let clockShiftMs = 0;
  let bytesPerSecond: number | null = null;
  let lastItemId = 0;

  const players = createPlayers(options.bcryptCost ?? 4);
  const playlists = createPlaylists();
  const uploads = createUploads();
  const faults = createFaults();
  const log = createRequestLog();
  const rateLimiter = createRateLimiter(
    options.rateLimit ?? { requests: 10, windowMs: 60_000 },
    options.monotonicMs,
  );
  const feedback: FeedbackRecord[] = [];
  const screenshots: Buffer[] = [];
  const feedbackWaiting = createWaiting();

  const liveAnnouncement = (): string | null => (protocol === 'https' ? certificate.chainPem : null);
  const endpoints = createEndpoints({
    players,
    playlists,
    uploads,
    rateLimiter,
    announcedCertificate: () => (announcement === 'live' ? liveAnnouncement() : announcement.pem),
    recordFeedback(record) {
      feedback.push(record);
      feedbackWaiting.notify();
    },
    recordScreenshot(webp) {
      screenshots.push(webp);
    },
    capabilities: options.capabilities,
    version: options.version ?? '2.2.0',
    legacyStatus: legacyStatus(options.legacy),
    groupField: options.playlistIdInsteadOfGroupId === true ? 'playlist_id' : 'group_id',
  });

  const listener = createListener({
    protocol,
    host,
    port: options.port ?? 0,
    keepAliveTimeoutMs: options.keepAliveTimeoutMs ?? 5000,
    minVersion: options.minVersion,
    maxVersion: options.maxVersion,
    certificate: () => certificate,
    onRequest: createRequestListener({
      endpoints,
      faults,
      log,
      connectionOf: (request) => listener.connectionOf(request),
      resetConnection(request) {
        listener.resetConnection(request);
      },
      now: () => new Date(Date.now() + clockShiftMs),
      bytesPerSecond: () => bytesPerSecond,
      onAnswer: options.onAnswer,
    }),
  });

  for (const player of options.players ?? []) players.add(player);
  await listener.start();

  const origin = (): string => `${protocol}://${host}:${String(listener.port)}`;

  return {
    host,
    get port() {
      return listener.port;
    },
    get origin() {
      return origin();
    },
    get certificate() {
      return certificate;
    },
    get running() {
      return listener.running;
    },
    start: () => listener.start(),
    stop: () => listener.stop(),

    addPlayer: (player) => players.add(player),
    updatePlayer: (hostname, changes) => players.update(hostname, changes),
    removePlayer(hostname) {
      players.remove(hostname);
      playlists.remove(hostname);
    },
    player: (hostname) => players.get(hostname),
    revokeAuthCode(hostname) {
      players.revokeAuthCode(hostname);
    },

    setPlaylist(hostname, items, version) {
      players.get(hostname);
      playlists.set(hostname, items, version);
    },
    setPlaylistBody(hostname, body) {
      players.get(hostname);
      playlists.setBody(hostname, body);
    },
    addUpload: (name, bytes, uploadOptions) => uploads.add(name, bytes, uploadOptions),
    replaceUpload: (name, bytes, uploadOptions) => uploads.replace(name, bytes, uploadOptions),
    removeUpload(name) {
      uploads.remove(name);
    },
    itemFor(uploadName, fields = {}) {
      const upload = uploads.get(uploadName);
      if (upload === undefined) throw new Error(`There is no upload "${uploadName}".`);
      lastItemId += 1;
      return {
        id: lastItemId,
        file_name: upload.name,
        type: itemType(upload.type),
        duration: 10,
        position: lastItemId,
        url: `${origin()}${upload.path}`,
        description: '',
        ...fields,
      };
    },

    swapCertificate(next, { keepConnections = false } = {}) {
      certificate = next;
      listener.renewCertificate();
      if (!keepConnections) listener.closeConnections();
    },
    announceCertificate(pem) {
      announcement = { pem };
    },
    announceLiveCertificate() {
      announcement = 'live';
    },

    addFault: (fault) => faults.add(fault),
    clearFaults() {
      faults.clear();
    },
    setThrottle(limit) {
      bytesPerSecond = limit;
    },
    setRateLimit(limit) {
      rateLimiter.setLimit(limit);
    },
    resetRateLimit() {
      rateLimiter.reset();
    },
    shiftClock(milliseconds) {
      clockShiftMs = milliseconds;
    },

    requests: log.entries,
    clearRequests() {
      log.clear();
    },
    waitForRequest: (predicate, timeoutMs = defaultWaitMs) => log.waitFor(predicate, timeoutMs),
    feedback,
    screenshots,
    waitForFeedback(predicate, timeoutMs = defaultWaitMs) {
      const what = (): string => `no feedback was the expected one; ${String(feedback.length)} came`;
      return feedbackWaiting.until(() => feedback.find(predicate), timeoutMs, what);
    },
    get connections() {
      return listener.connections;
    },
  };
}

function itemType(contentType: string): string {
  if (contentType.startsWith('video/')) return 'video';
  if (contentType === 'application/pdf') return 'pdf';
  return contentType === 'text/html' ? 'web' : 'image';
}
