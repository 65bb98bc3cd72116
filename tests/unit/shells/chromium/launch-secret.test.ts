import { describe, expect, it } from 'vitest';
import { createLaunchSecret } from '../../../../src/shells/chromium/launch-secret.ts';

const cookieOf = (setCookie: string | null): string => setCookie?.split(';')[0] ?? '';

describe('the launch secret', () => {
  it('exchanges a ticket once, for a cookie that scripts cannot read and other sites cannot send', () => {
    const secret = createLaunchSecret();
    const ticket = secret.issueTicket();
    const cookie = secret.redeem(ticket);
    expect(cookie).toMatch(/^digiplayer=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(secret.redeem(ticket)).toBeNull();
  });

  it('knows its own cookie among others, and no other launch’s', () => {
    const secret = createLaunchSecret();
    const cookie = cookieOf(secret.redeem(secret.issueTicket()));
    expect(secret.accepts(`theme=dark; ${cookie}`)).toBe(true);
    expect(secret.accepts(cookieOf(createLaunchSecret().redeem('')))).toBe(false);
    const other = createLaunchSecret();
    expect(secret.accepts(cookieOf(other.redeem(other.issueTicket())))).toBe(false);
    expect(secret.accepts(undefined)).toBe(false);
    expect(secret.accepts('digiplayer=')).toBe(false);
  });

  it('takes no invented ticket and lets the oldest of many lapse', () => {
    const secret = createLaunchSecret();
    const first = secret.issueTicket();
    const later = Array.from({ length: 16 }, () => secret.issueTicket());
    expect(secret.redeem('invented')).toBeNull();
    expect(secret.redeem(first)).toBeNull();
    expect(later.every((ticket) => secret.redeem(ticket) !== null)).toBe(true);
  });
});
