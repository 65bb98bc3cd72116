import { connect } from 'node:net';
import type { DoctorFinding } from '../../shared/doctor.ts';
import { finding } from './finding.ts';
import { within, type CheckLimits } from './within.ts';

export interface PortTarget {
  readonly host: string;
  readonly port: number;
}

/** Whether anything listens there. */
export async function checkPort(target: PortTarget, limits: CheckLimits): Promise<DoctorFinding> {
  const { host, port } = target;
  const params = { host, port };
  const startedAt = limits.clock.monotonic();
  const ended = await within(limits, (signal) => openAndClose(target, signal));
  if (ended.kind === 'timed-out' || ended.value === 'ETIMEDOUT') return timedOut(target);
  if (ended.value === null) {
    const milliseconds = Math.round(limits.clock.monotonic() - startedAt);
    return finding('tcp', 'good', 'tcp-open', {
      message: `Port ${port} of ${host} is open (${milliseconds} ms).`,
      params: { ...params, milliseconds },
    });
  }
  if (ended.value === 'ECONNREFUSED') {
    return finding('tcp', 'bad', 'tcp-refused', {
      message: `${host} is there, but nothing listens on its port ${port}.`,
      remedy: 'Check that the server software runs, and that the address names the right port.',
      params,
    });
  }
  return finding('tcp', 'bad', 'tcp-unreachable', {
    message: `${host} cannot be reached over the network (${ended.value}).`,
    remedy:
      "Check the network cable or Wi-Fi, this machine's own address, and the way to the server's network.",
    params: { ...params, reason: ended.value },
  });
}

function timedOut({ host, port }: PortTarget): DoctorFinding {
  return finding('tcp', 'bad', 'tcp-timed-out', {
    message: `${host} did not answer on port ${port}.`,
    remedy: 'Check that the server is switched on and that no firewall lies between it and this machine.',
    params: { host, port },
  });
}

/** Null when the port was open, else the network's code. */
function openAndClose({ host, port }: PortTarget, signal: AbortSignal): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, signal });
    const end = (code: string | null): void => {
      socket.destroy();
      resolve(code);
    };
    socket.once('connect', () => {
      end(null);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      end(error.code ?? 'unknown');
    });
  });
}
