import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import { createPageOrigin, type PageOrigin } from '../../../../src/shells/common/page-origin.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'page-origin-'));
  mkdirSync(join(folder, 'assets', 'deep'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'assets', 'deep', 'font.WOFF2'), 'font');
  writeFileSync(join(folder, 'assets', 'main.js.map'), '{}');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const originOf = (socketOrigin: string | null): PageOrigin =>
  createPageOrigin({ rendererFolder: folder, socketOrigin: () => socketOrigin, log: createSilentLog() });

it('serves files at any depth by one table of types, and none of an unknown type', async () => {
  const origin = originOf(null);
  const page = await origin.answer(new Request('http://own/'));
  expect(page.headers.get('cache-control')).toBe('no-store');
  const font = await origin.answer(new Request('http://own/assets/deep/font.WOFF2'));
  expect([font.status, font.headers.get('content-type'), font.headers.get('content-length')]).toEqual([
    200,
    'font/woff2',
    '4',
  ]);
  expect(font.headers.get('cache-control')).toContain('immutable');
  expect((await origin.answer(new Request('http://own/assets/main.js.map'))).status).toBe(404);
});

it('has the same rules for a page of either shell, but for where its bridge is', async () => {
  const policyOf = async (socketOrigin: string | null): Promise<string> =>
    (await originOf(socketOrigin).answer(new Request('http://own/'))).headers.get(
      'content-security-policy',
    ) ?? '';
  const electron = await policyOf(null);
  expect(await policyOf('ws://127.0.0.1:8')).toBe(
    electron.replace("connect-src 'self'", "connect-src 'self' ws://127.0.0.1:8"),
  );
  expect(electron).not.toMatch(/unsafe|\*/);
});

it('says the rules with every answer, media and refusals too', async () => {
  const origin = originOf(null);
  const media = `http://own/media/${'0'.repeat(64)}`;
  const answers = [await origin.answer(new Request(media))];
  origin.serveMedia(() => Promise.resolve(new Response('bytes', { status: 206 })));
  answers.push(await origin.answer(new Request(media)));
  origin.serveMedia(() => Promise.reject(new Error('bug')));
  answers.push(await origin.answer(new Request(media)));
  answers.push(await origin.answer(new Request('http://own/media/short')));
  answers.push(await origin.answer(new Request('http://own/', { method: 'DELETE' })));
  expect(answers.map(({ status }) => status)).toEqual([503, 206, 500, 404, 405]);
  for (const { headers } of answers) {
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    // For it the browser starts a second process before it shows anything.
    expect(headers.has('cross-origin-opener-policy')).toBe(false);
  }
});
