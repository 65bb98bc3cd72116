import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createFirstAdmission } from '../../../../src/shells/chromium/first-admission.ts';

const OWN = process.getuid?.() ?? 0;
const page = {
  'sec-fetch-dest': 'document',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-site': 'none',
};

const request = (headers: Record<string, string> = page, method = 'GET'): IncomingMessage =>
  ({ method, headers, socket: { remotePort: 40_000, localPort: 3_000 } }) as unknown as IncomingMessage;

describe.skipIf(process.platform !== 'linux')('the first page of a start', () => {
  it('is let in once, and only when it is waited for', () => {
    const admission = createFirstAdmission(() => OWN);
    expect(admission.admits(request())).toBe(false);
    expect(admission.arm()).toBe(true);
    expect(admission.admits(request())).toBe(true);
    expect(admission.admits(request())).toBe(false);
  });

  it('is none of another user, and none of whom the kernel says nothing; the own one comes in after it', () => {
    let user: number | null = OWN + 1;
    const admission = createFirstAdmission(() => user);
    admission.arm();
    expect(admission.admits(request())).toBe(false);
    user = null;
    expect(admission.admits(request())).toBe(false);
    user = OWN;
    expect(admission.admits(request())).toBe(true);
  });

  it.each([
    ['a frame', { ...page, 'sec-fetch-dest': 'iframe' }],
    ['a script', { ...page, 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'cors' }],
    ['a link of another page', { ...page, 'sec-fetch-site': 'cross-site' }],
    ['a form of a page', { ...page, origin: 'null' }],
    ['no browser', {}],
  ])('is not what %s asks for', (_name, headers) => {
    const admission = createFirstAdmission(() => OWN);
    admission.arm();
    expect(admission.admits(request(headers))).toBe(false);
    expect(admission.admits(request(page, 'POST'))).toBe(false);
    expect(admission.admits(request())).toBe(true);
  });
});
