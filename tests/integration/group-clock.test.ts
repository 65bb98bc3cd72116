import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findTurn } from '../../src/player/server/find-turn.ts';
import { middleOf, UNKNOWN_DRIFT } from '../../src/playback/second-turn.ts';
import { createSystemClock } from '../../src/shared/clock.ts';
import { makeCertificate } from '../simulator/certificate.ts';
import { clientOf, pinnedFixture, simulator, trustFixture } from '../support/trust-fixture.ts';

/** What the issue of the group asks for with Flask's own server, times five, ms. */
const WITHIN_MS = 50;

/** Finds the clock of the server at `origin`, which is this machine's; answers how far off that is, and what was promised. */
async function find(transport: Parameters<typeof clientOf>[0], origin: string) {
  const clock = createSystemClock();
  const client = clientOf(transport, origin);
  const bounds = await findTurn(null, {
    clock,
    ask: (signal) => client.time(signal),
    drift: UNKNOWN_DRIFT,
    signal: new AbortController().signal,
  });
  client.close();
  if (bounds === null) throw new Error('The server tells no time.');
  const { offsetMs, errorMs } = middleOf(bounds);
  return { offMs: Math.abs(offsetMs - (clock.now() - clock.monotonic())), errorMs };
}

const PYTHON = `
import http.server
class Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    def do_GET(self):
        body = b'{"status":"healthy"}'
        self.send_response(200)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *words): pass
server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Answer)
print(server.server_address[1], flush=True)
server.serve_forever()
`;

/** Python's own server, as Flask's is one; null where there is no Python. */
async function startPython(): Promise<string | null> {
  const python = spawn('python3', ['-c', PYTHON], { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => {
    python.kill('SIGKILL');
  });
  const port = await Promise.race([
    once(python.stdout, 'data').then(([said]) => String(said).trim()),
    once(python, 'error').then(() => null),
    once(python, 'exit').then(() => null),
  ]);
  return port === null ? null : `http://127.0.0.1:${port}`;
}

describe('the clock of a server that tells whole seconds', () => {
  it("is found over the pinned connection of the simulator, and from Python's own server", async () => {
    const certificate = makeCertificate();
    const server = await simulator({ certificate });
    const pinned = pinnedFixture(server.origin, certificate);
    const searches = [find(pinned.trust.transport, server.origin)];
    const python = await startPython();
    if (python === null) console.warn('There is no Python here: its server was not asked.');
    else {
      const { trust } = trustFixture();
      trust.firstTrust({ serverUrl: python, mode: 'plain', pem: null, by: 'installer', compared: false });
      trust.use(python);
      searches.push(find(trust.transport, python));
    }
    for (const { offMs, errorMs } of await Promise.all(searches)) {
      expect(offMs).toBeLessThanOrEqual(errorMs + 1);
      expect(errorMs).toBeLessThan(WITHIN_MS);
    }
  }, 60_000);
});
