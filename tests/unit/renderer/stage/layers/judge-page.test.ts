import { describe, expect, it } from 'vitest';
import { judgePage } from '../../../../../renderer/stage/layers/judge-page.ts';
import type { PageHead } from '../../../../../src/shared/bridge.ts';

const PLAYER = 'http://127.0.0.1:41234';

function head(replaced: Partial<PageHead> = {}): PageHead {
  return {
    status: 200,
    frameOptions: null,
    contentSecurityPolicy: null,
    address: 'https://dashboard.example/board',
    ...replaced,
  };
}

function isShown(replaced: Partial<PageHead>, embedder = PLAYER): boolean {
  return judgePage(head(replaced), embedder).ok;
}

describe('judging the head of a web page', () => {
  it('takes a page that says nothing about frames', () => {
    expect(isShown({})).toBe(true);
    expect(isShown({ status: 304 })).toBe(true);
    expect(isShown({ contentSecurityPolicy: "default-src 'self'; script-src https:" })).toBe(true);
  });

  it.each([400, 401, 404, 429, 500, 503])(
    'takes an answer of %i for an error and not for content',
    (status) => {
      expect(judgePage(head({ status }), PLAYER)).toMatchObject({
        ok: false,
        error: { code: 'page-error', message: `its server answers with an error (${status})` },
      });
    },
  );

  it('names the setting that may help where a page is refused', () => {
    const judged = judgePage(head({ status: 403 }), PLAYER);
    expect(judged).toMatchObject({ ok: false, error: { code: 'page-error' } });
    expect(!judged.ok && judged.error.message).toContain(
      '(403); if it wants a Referer, the setting referer_for',
    );
  });

  it.each(['DENY', 'deny', ' SAMEORIGIN ', 'SAMEORIGIN, SAMEORIGIN', 'ALLOWALL, DENY'])(
    'hears X-Frame-Options: %s',
    (frameOptions) => {
      expect(judgePage(head({ frameOptions }), PLAYER)).toMatchObject({
        ok: false,
        error: { code: 'page-refuses-frame' },
      });
    },
  );

  it.each(['ALLOWALL', 'ALLOW-FROM https://elsewhere.example', ''])(
    'ignores X-Frame-Options: %s, as Chromium does',
    (frameOptions) => {
      expect(isShown({ frameOptions })).toBe(true);
    },
  );

  it.each([
    "frame-ancestors 'none'",
    "frame-ancestors 'self'",
    'frame-ancestors',
    'frame-ancestors https:',
    'frame-ancestors https://*.example.com http://10.0.0.1',
    "default-src 'self'; FRAME-ANCESTORS 'self' https://portal.example",
    'frame-ancestors http://127.0.0.1',
    'frame-ancestors http://127.0.0.1:8080',
    // Every policy must allow it.
    "frame-ancestors *, frame-ancestors 'self'",
    // The first directive of a name counts.
    "frame-ancestors 'none'; frame-ancestors *",
    'frame-ancestors ws://127.0.0.1:*',
    'frame-ancestors not/a/source!',
  ])('hears Content-Security-Policy: %s', (contentSecurityPolicy) => {
    expect(isShown({ contentSecurityPolicy })).toBe(false);
  });

  it.each([
    'frame-ancestors *',
    'frame-ancestors http:',
    'frame-ancestors http://127.0.0.1:*',
    'frame-ancestors http://127.0.0.1:41234/ https://portal.example',
    "frame-ancestors 'self' http://*:*",
  ])('takes Content-Security-Policy: %s', (contentSecurityPolicy) => {
    expect(isShown({ contentSecurityPolicy })).toBe(true);
  });

  it('lets frame-ancestors win over X-Frame-Options', () => {
    expect(isShown({ frameOptions: 'DENY', contentSecurityPolicy: 'frame-ancestors *' })).toBe(true);
    expect(isShown({ frameOptions: 'ALLOWALL', contentSecurityPolicy: "frame-ancestors 'none'" })).toBe(
      false,
    );
    expect(isShown({ frameOptions: 'DENY', contentSecurityPolicy: "default-src 'self'" })).toBe(false);
  });

  it("knows the origin of Electron's shell, which no star covers", () => {
    expect(isShown({}, 'app://player')).toBe(true);
    expect(isShown({ contentSecurityPolicy: 'frame-ancestors *' }, 'app://player')).toBe(false);
    expect(isShown({ contentSecurityPolicy: 'frame-ancestors app:' }, 'app://player')).toBe(true);
  });

  it('reads a source without a scheme with that of the page', () => {
    const policy = 'frame-ancestors 127.0.0.1:41234';
    expect(isShown({ contentSecurityPolicy: policy, address: 'http://10.0.0.1/' })).toBe(true);
    expect(isShown({ contentSecurityPolicy: policy })).toBe(false);
  });
});
