import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../../../src/platform/logging/redactor.ts';

describe('createRedactor', () => {
  it('masks a known secret in every form that it takes on the wire', () => {
    const secret = 'p@ss/wörd "7"';
    const { text } = createRedactor([secret]);
    for (const form of [
      secret,
      encodeURIComponent(secret),
      JSON.stringify({ x: secret }),
      Buffer.from(secret).toString('base64'),
    ]) {
      expect(text(`before ${form} after`)).toMatch(/^before .*\*\*\*.* after$/);
      expect(text(`before ${form} after`)).not.toContain('rd');
    }
  });

  it.each([
    ['a basic check', 'a basic check'],
    ['{\\"password\\":\\"a\\\\\\"b\\",\\"a\\":1}', '{\\"password\\":\\"***\\",\\"a\\":1}'],
    ['Authorization: Bearer abc.DEF-123_~=', 'Authorization: Bearer ***'],
    ['authorization: basic dXNlcjp3b3Jk', 'authorization: basic ***'],
    [
      'GET /api/playlists?hostname=a&quickconnect_code=ABC123&x=1',
      'GET /api/playlists?hostname=a&quickconnect_code=***&x=1',
    ],
    ['auth_code=abc failed', 'auth_code=*** failed'],
    ['{"password": "a\\"b", "hostname": "x"}', '{"password": "***", "hostname": "x"}'],
    ['body {\\"auth_code\\":\\"abc\\",\\"a\\":1}', 'body {\\"auth_code\\":\\"***\\",\\"a\\":1}'],
    ['https://admin:word@server/x', 'https://***@server/x'],
  ])('masks in %j what nobody made known', (clear, redacted) => {
    expect(createRedactor().text(clear)).toBe(redacted);
  });

  it('masks facts by their names, and leaves those that only sound alike', () => {
    const facts = {
      authorization: 'Bearer x',
      password: 'x',
      quickconnect_code: 'x',
      quickconnectCode: 'x',
      auth_code: 'x',
      authCode: 'x',
      pin: 1234,
      'request.headers.cookie': 'x',
      spinning: 'yes',
      mapping: 'a',
      code: 'offline',
      token: null,
    };
    expect(createRedactor().facts(facts)).toEqual({
      ...Object.fromEntries(Object.keys(facts).map((name) => [name, '***'])),
      spinning: 'yes',
      mapping: 'a',
      code: 'offline',
      token: null,
    });
  });

  it('masks a short code only where it stands alone, and a code of digits also as a number', () => {
    const { text, facts } = createRedactor(['1234']);
    expect(text('pin 1234, port 12345')).toBe('pin ***, port 12345');
    expect(facts({ given: 1234, port: 12_345 })).toEqual({ given: '***', port: 12_345 });
  });

  it('does not take a scrap for a secret', () => {
    expect(createRedactor(['', 'a']).text('banana')).toBe('banana');
  });

  it('keeps any secret of eight characters or more out of any text', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 8, maxLength: 40 }),
        fc.string(),
        fc.string(),
        (secret, before, after) => {
          fc.pre(!'***'.includes(secret) && !/^\*+$/.test(secret));
          const redacted = createRedactor([secret]).text(before + secret + after);
          expect(redacted).not.toContain(secret);
        },
      ),
    );
  });
});
