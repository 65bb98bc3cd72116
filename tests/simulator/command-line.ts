import { parseArgs } from 'node:util';

export interface CommandLine {
  host: string;
  port: number;
  http: boolean;
  players: { hostname: string; code: string }[];
  /** Every player's password beside its code. */
  password: string | null;
  mediaFolder: string | null;
  controlPort: number | null;
}

export const usage = `A DigiServer v2, simulated: HTTPS with a certificate made at start.

  npm run simulator -- --port 8443 --player lobby:QUICK123 --media DIR

  --port PORT            where to listen; a free port unless told
  --host ADDRESS         127.0.0.1 unless told
  --http                 plain http in place of https
  --player NAME:CODE     a player and its quick-connect code; may be repeated
  --password PASSWORD    every player may also sign in with this password
  --media DIR            every file in it becomes an upload and an item of each player's playlist
  --control-port PORT    commands over plain http on 127.0.0.1 (0: a free port)
  --help                 this text
`;

function parsePort(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535)
    throw new Error(`--${name} takes a port from 0 to 65535, not "${text}".`);
  return port;
}

function parsePlayer(text: string): { hostname: string; code: string } {
  const separator = text.indexOf(':');
  if (separator < 1 || separator === text.length - 1) {
    throw new Error(`--player takes NAME:CODE, not "${text}".`);
  }
  return { hostname: text.slice(0, separator), code: text.slice(separator + 1) };
}

/** Reads the arguments; `help` when they ask for it. Throws, with a sentence, when they are wrong. */
export function parseCommandLine(argumentsGiven: readonly string[]): CommandLine | 'help' {
  const { values } = parseArgs({
    args: [...argumentsGiven],
    options: {
      host: { type: 'string' },
      port: { type: 'string' },
      http: { type: 'boolean' },
      player: { type: 'string', multiple: true },
      password: { type: 'string' },
      media: { type: 'string' },
      'control-port': { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) return 'help';
  return {
    host: values.host ?? '127.0.0.1',
    port: parsePort('port', values.port) ?? 0,
    http: values.http ?? false,
    players: (values.player ?? []).map(parsePlayer),
    password: values.password ?? null,
    mediaFolder: values.media ?? null,
    controlPort: parsePort('control-port', values['control-port']),
  };
}
