import { randomBytes } from 'node:crypto';
import { compare, hashSync } from 'bcryptjs';
import type { PlayerOptions, SimulatedPlayer } from './types.ts';

interface StoredPlayer extends SimulatedPlayer {
  codeHash: string | null;
  passwordHash: string | null;
}

export interface Players {
  add(player: PlayerOptions): SimulatedPlayer;
  update(hostname: string, changes: Partial<Omit<PlayerOptions, 'hostname'>>): SimulatedPlayer;
  remove(hostname: string): void;
  /** Throws when there is none. */
  get(hostname: string): SimulatedPlayer;
  find(hostname: string): SimulatedPlayer | undefined;
  byId(id: string): SimulatedPlayer | undefined;
  byAuthCode(authCode: string): SimulatedPlayer | undefined;
  revokeAuthCode(hostname: string): void;
  /** The player when one of the two secrets is right, else null. */
  authenticate(
    hostname: string,
    secrets: { code?: string | undefined; password?: string | undefined },
  ): Promise<SimulatedPlayer | null>;
}

const makeAuthCode = (): string => randomBytes(32).toString('base64url');

/** The server's table of players; codes and passwords are kept as bcrypt hashes. */
export function createPlayers(bcryptCost: number): Players {
  const players = new Map<string, StoredPlayer>();
  let lastId = 0;

  const hash = (secret: string | undefined): string | null =>
    secret === undefined ? null : hashSync(secret, bcryptCost);
  const stored = (hostname: string): StoredPlayer => {
    const player = players.get(hostname);
    if (player === undefined) throw new Error(`There is no player "${hostname}".`);
    return player;
  };
  const keep = (player: StoredPlayer): SimulatedPlayer => {
    players.set(player.hostname, player);
    return player;
  };
  const first = (holds: (player: StoredPlayer) => boolean): SimulatedPlayer | undefined => {
    for (const player of players.values()) if (holds(player)) return player;
    return undefined;
  };

  return {
    add(options) {
      if (players.has(options.hostname)) throw new Error(`There is a player "${options.hostname}" already.`);
      lastId += 1;
      return keep({
        id: lastId,
        hostname: options.hostname,
        name: options.name ?? options.hostname,
        authCode: makeAuthCode(),
        orientation: options.orientation ?? 'Landscape',
        group: options.group ?? null,
        codeHash: hash(options.code),
        passwordHash: hash(options.password),
      });
    },
    update(hostname, { code, password, ...visible }) {
      return keep({
        ...stored(hostname),
        ...visible,
        ...(code === undefined ? {} : { codeHash: hash(code) }),
        ...(password === undefined ? {} : { passwordHash: hash(password) }),
      });
    },
    remove(hostname) {
      stored(hostname);
      players.delete(hostname);
    },
    get: stored,
    find: (hostname) => players.get(hostname),
    byId: (id) => first((player) => String(player.id) === id),
    byAuthCode: (authCode) => first((player) => player.authCode === authCode),
    revokeAuthCode(hostname) {
      keep({ ...stored(hostname), authCode: makeAuthCode() });
    },
    async authenticate(hostname, { code, password }) {
      const player = players.get(hostname);
      if (player === undefined) return null;
      const fits = async (secret: string | undefined, secretHash: string | null): Promise<boolean> =>
        secret !== undefined && secretHash !== null && (await compare(secret, secretHash));
      return (await fits(password, player.passwordHash)) || (await fits(code, player.codeHash))
        ? player
        : null;
    },
  };
}
