import { lateCrypto } from '../../platform/machine/late-crypto.ts';

/** Decides who may talk to the loopback server: whoever holds the secret that was made at this launch. */
export interface LaunchSecret {
  /** A ticket that can be exchanged once for the cookie. At most 16 wait at a time; the oldest gives way. */
  issueTicket(): string;
  /** Takes a ticket and answers the value of `Set-Cookie`; null when it was never issued, or is used up. */
  redeem(ticket: string): string | null;
  /** The value of `Set-Cookie` for a browser that was let in by what the kernel says of it. */
  cookie(): string;
  /** Whether a request's `Cookie` header carries the secret. */
  accepts(cookieHeader: string | undefined): boolean;
}

/** The cookie that lets the player's page in. */
export const COOKIE_NAME = 'digiplayer';
const MOST_TICKETS = 16;

/** Makes the secret of this launch; it lives in memory only. */
export function createLaunchSecret(): LaunchSecret {
  let made: string | null = null;
  const secret = (): string => (made ??= lateCrypto().randomBytes(32).toString('base64url'));
  const cookie = (): string => `${COOKIE_NAME}=${secret()}; Path=/; HttpOnly; SameSite=Strict`;
  let tickets: string[] = [];
  return {
    issueTicket() {
      const ticket = lateCrypto().randomBytes(32).toString('base64url');
      tickets = [...tickets, ticket].slice(-MOST_TICKETS);
      return ticket;
    },
    redeem(ticket) {
      const known = tickets.find((waiting) => sameText(waiting, ticket));
      if (known === undefined) return null;
      tickets = tickets.filter((waiting) => waiting !== known);
      return cookie();
    },
    cookie,
    accepts: (cookieHeader) =>
      (cookieHeader ?? '').split(';').some((pair) => {
        const [name, value] = pair.trim().split('=', 2);
        return name === COOKIE_NAME && value !== undefined && sameText(value, secret());
      }),
  };
}

/** Compares in a time that does not depend on where two texts differ. */
function sameText(one: string, other: string): boolean {
  const { createHash, timingSafeEqual } = lateCrypto();
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
