import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { createAppOrigin } from '../../../../src/shells/electron/app-origin.ts';
import type { PageOrigin } from '../../../../src/shells/common/page-origin.ts';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let folder: string;
let origin: PageOrigin;
const MEDIA = `/media/${'ab'.repeat(32)}`;

beforeEach(() => {
  folder = temporaryFolder();
  mkdirSync(join(folder, 'renderer', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'renderer', 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'renderer', 'assets', 'main.js'), 'export {};');
  writeFileSync(join(folder, 'renderer', 'notes.secret'), 'not for pages');
  writeFileSync(join(folder, 'outside.html'), 'secret');
  origin = createAppOrigin({ rendererFolder: join(folder, 'renderer'), log: createSilentLog() });
});

const ask = (
  path: string,
  { initiatorOrigin, ...init }: RequestInit & { initiatorOrigin?: string } = {},
): Promise<Response> => {
  const request = new Request(`app://player${path}`, init);
  return origin.answer(initiatorOrigin === undefined ? request : Object.assign(request, { initiatorOrigin }));
};

test('serves the start page and its files with their types and a strict policy', async () => {
  const page = await ask('/');
  expect(page.status).toBe(200);
  expect(await page.text()).toBe('<!doctype html>');
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe|\*/);
  const script = await ask('/assets/main.js?v=1', { initiatorOrigin: 'app://player' });
  expect(script.headers.get('content-type')).toMatch('text/javascript');
  expect(script.headers.get('x-content-type-options')).toBe('nosniff');
});

test('answers HEAD without a body', async () => {
  const head = await ask('/', { method: 'HEAD' });
  expect(head.status).toBe(200);
  expect(await head.text()).toBe('');
});

test.each(['/%2e%2e/outside.html', '/..%2foutside.html', '/assets/..%2f..%2foutside.html', '/%00', '/%zz'])(
  'leads nowhere outside of the folder: %s',
  async (path) => {
    expect((await ask(path)).status).toBe(404);
  },
);

test('finds no folder, no unknown type and no missing file', async () => {
  expect((await ask('/assets')).status).toBe(404);
  expect((await ask('/notes.secret')).status).toBe(404);
  expect((await ask('/missing.js')).status).toBe(404);
});

test('refuses other initiators, other hosts and writing', async () => {
  expect((await ask('/', { initiatorOrigin: 'https://example.com' })).status).toBe(403);
  expect((await ask('/', { initiatorOrigin: 'null' })).status).toBe(403);
  expect((await ask(MEDIA, { initiatorOrigin: 'https://example.com' })).status).toBe(403);
  expect((await ask('/', { method: 'POST' })).status).toBe(405);
  expect((await origin.answer(new Request('app://other/'))).status).toBe(404);
});

test('hands media to the answerer, Range and all, and says 503 before there is one', async () => {
  expect((await ask(MEDIA)).status).toBe(503);
  origin.serveMedia((request) =>
    Promise.resolve(new Response(request.headers.get('range'), { status: 206 })),
  );
  const answer = await ask(MEDIA, {
    headers: { range: 'bytes=0-1' },
    initiatorOrigin: 'app://player',
  });
  expect(answer.status).toBe(206);
  expect(await answer.text()).toBe('bytes=0-1');
});

test('an answerer that throws is a 500, not a rejection', async () => {
  origin.serveMedia(() => Promise.reject(new Error('bug')));
  expect((await ask(MEDIA)).status).toBe(500);
});
