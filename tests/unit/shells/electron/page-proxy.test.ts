import { createConnection } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createPageProxy } from '../../../../src/shells/electron/page-proxy.ts';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { createFakeSession } from '../../../support/fakes/electron/fake-session.ts';

test('pages go straight whatever the system says, or by a door of this machine to whoever takes it', async () => {
  const session = createFakeSession();
  const pages = createPageProxy(session, createSilentLog());
  onTestFinished(pages.stop);
  pages.set(null);
  await expect.poll(() => session.proxy).toEqual({ mode: 'direct' });
  const taken = Promise.withResolvers<string>();
  pages.set((connection) => {
    taken.resolve('taken');
    connection.destroy();
  });
  await expect.poll(() => session.proxy?.mode).toBe('fixed_servers');
  const rules = session.proxy?.proxyRules ?? '';
  expect(rules).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  // Nothing stays on the way before.
  await expect.poll(() => session.connectionsClosed).toBe(2);
  const caller = createConnection(Number(new URL(rules).port), '127.0.0.1');
  caller.on('error', () => undefined);
  expect(await taken.promise).toBe('taken');
  pages.set(null);
  await expect.poll(() => session.proxy).toEqual({ mode: 'direct' });
});
