import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeCertificate } from '../simulator/certificate.ts';
import type { Certificate } from '../simulator/types.ts';
import { endProcess, processesBelow } from '../support/e2e/processes.ts';
import { fairWeather, type Weather } from './faulty-proxy.ts';
import type { CertificateSwap, Disturbance, Victim, WrongAnswer } from './plan.ts';
import { HOSTNAME, type World } from './world.ts';

/** Takes a disturbance back; once it has ended by itself, it does nothing. */
export type Undo = () => void;

export interface Acts {
  /** Begins a disturbance. Null: it cannot be had here, or not now. */
  readonly begin: (disturbance: Disturbance) => Promise<Undo | null>;
  /** Announces the certificate that the next swap brings, as an administrator does in time. */
  readonly announceNext: () => void;
  /** All codes of sign-ins so far. */
  readonly authCodes: () => readonly string[];
}

const nothing: Undo = () => undefined;
const EVERYTHING = /^\/(api|static)\//;

/** What the plan asks for, done to `world`. */
export function makeActs(world: World): Acts {
  const { server, proxy, disk, setNameKnown } = world;
  const authCodes = [server.player(HOSTNAME).authCode];
  let next = makeCertificate({ keyType: 'ecdsa' });
  const announceNext = (): void => {
    next = makeCertificate({ keyType: 'ecdsa' });
    server.announceCertificate(next.chainPem);
  };
  const weather = (changes: Partial<Weather>): Undo => {
    proxy.setWeather(changes);
    const names = Object.keys(changes) as (keyof Weather)[];
    return () => {
      proxy.setWeather(Object.fromEntries(names.map((name) => [name, fairWeather[name]])));
    };
  };
  const swap = (how: CertificateSwap): Undo | null => {
    if (how === 'stranger') {
      proxy.leadTo(world.stranger.port);
      return () => {
        proxy.leadTo(server.port);
      };
    }
    if (how === 'announced') {
      // Whoever swaps before the screens have heard of it has to go to each of them.
      if (!isExpected(world.dataFolder, next)) return null;
      server.swapCertificate(next);
      announceNext();
      return nothing;
    }
    server.swapCertificate(makeCertificate({ keyType: 'ecdsa', sameKeyAs: server.certificate }));
    return nothing;
  };
  const begin = async (disturbance: Disturbance): Promise<Undo | null> => {
    const changes = weatherOf(disturbance);
    if (changes !== null) return weather(changes);
    switch (disturbance.kind) {
      case 'reset':
        proxy.reset();
        return nothing;
      case 'no-name':
        if (setNameKnown === null) return null;
        setNameKnown(false);
        proxy.reset();
        return () => {
          setNameKnown(true);
        };
      case 'storm':
        return storm(world, disturbance.status, disturbance.retryAfterSeconds);
      case 'wrong-answer':
        return answerWrongly(world, disturbance.how);
      case 'certificate':
        return swap(disturbance.how);
      case 'full-disk':
        if (disk === null) return null;
        disk.fill();
        return () => {
          disk.relieve();
        };
      case 'revoked':
        server.revokeAuthCode(HOSTNAME);
        authCodes.push(server.player(HOSTNAME).authCode);
        return nothing;
      case 'kill':
        return (await strike(world, disturbance.victim)) ? nothing : null;
      default:
        throw new Error(`Nobody knows how to bring about: ${disturbance.kind}`);
    }
  };
  return { begin, announceNext, authCodes: () => authCodes };
}

/** What a disturbance of the way itself makes of the weather; null: it is none. */
function weatherOf(disturbance: Disturbance): Partial<Weather> | null {
  switch (disturbance.kind) {
    case 'latency':
      return { latencyMs: disturbance.ms };
    case 'slow':
      return { bytesPerSecond: disturbance.bytesPerSecond };
    case 'cut-off':
      return { cutOffAfterBytes: disturbance.afterBytes };
    case 'half-open':
      return { isHalfOpen: true };
    case 'refused':
      return { isRefusing: true };
    default:
      return null;
  }
}

function storm({ server }: World, status: number, retryAfterSeconds: number | null): Undo {
  const headers = retryAfterSeconds === null ? {} : { 'Retry-After': String(retryAfterSeconds) };
  const fault = server.addFault({ kind: 'status', status, headers, match: { path: EVERYTHING } });
  return () => {
    fault.remove();
  };
}

function answerWrongly({ server }: World, how: WrongAnswer): Undo {
  // Nothing tells a wrong byte of a list from a right one; of media the hash does.
  const match = { path: how === 'corrupt' ? /^\/static\// : EVERYTHING };
  const fault = server.addFault(
    how === 'wrong-length' ? { kind: how, declaredBytes: 7_777, match } : { kind: how, match },
  );
  return () => {
    fault.remove();
  };
}

/** Whether the player has read the announcement of a certificate. */
function isExpected(dataFolder: string, { fingerprint256 }: Certificate): boolean {
  try {
    const kept = readFileSync(join(dataFolder, 'trust/trust.json'), 'utf8').replaceAll(':', '');
    return kept.toUpperCase().includes(fingerprint256.replaceAll(':', '').toUpperCase());
  } catch {
    return false;
  }
}

/** SIGKILL; false: there is none to be struck at the moment. */
async function strike(world: World, victim: Victim): Promise<boolean> {
  const player = world.player();
  if (victim === 'all') {
    await player.kill();
    world.startPlayer();
    return true;
  }
  const below = processesBelow(player.pid);
  const main = player.status()?.pid;
  const targets = below.filter(({ pid, type, commandLine }) => {
    if (victim === 'player') return pid === main;
    if (victim === 'browser') return type === '' && commandLine.includes('--remote-debugging-pipe');
    return type === (victim === 'gpu' ? 'gpu-process' : 'renderer');
  });
  for (const { pid } of targets) endProcess(pid);
  return targets.length > 0;
}
