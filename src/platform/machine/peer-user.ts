import { readFileSync } from 'node:fs';

/** Whether the kernel says whose a connection is. */
export function canAskPeerUser(platform: NodeJS.Platform = process.platform): boolean {
  return platform === 'linux';
}

/** More connections than fit in here are not looked through. */
const LONGEST_TABLE_BYTES = 4_194_304;
const TABLE = '/proc/net/tcp';
/** One that has ended belongs to nobody, which the table writes as root. */
const ESTABLISHED = '01';

/**
 * The user whose process holds the other end of a connection from `peerPort` to `ownPort`, both on 127.0.0.1, as the kernel says
 * it; null when it does not. `readTable` is the kernel's table of connections (proc_net_tcp in the kernel's documentation).
 */
export function userOfPeer(
  peerPort: number,
  ownPort: number,
  readTable: () => string = () => readFileSync(TABLE, 'latin1'),
): number | null {
  const [local, remote] = [endpoint(peerPort), endpoint(ownPort)];
  let table: string;
  try {
    table = readTable();
  } catch {
    return null;
  }
  if (table.length > LONGEST_TABLE_BYTES) return null;
  for (const line of table.split('\n')) {
    // Number, local and remote address, state, queues, timer, retransmits, user.
    const fields = line.trim().split(' ').filter(Boolean);
    if (fields[1] !== local || fields[2] !== remote || fields[3] !== ESTABLISHED) continue;
    const user = Number(fields[7]);
    return Number.isInteger(user) ? user : null;
  }
  return null;
}

/** As the table writes it: the four bytes of the address in the machine's own order, and the port. */
function endpoint(port: number): string {
  const bytes = new Uint8Array(new Uint32Array([0x7f000001]).buffer);
  const isLittle = bytes[0] === 1;
  return `${isLittle ? '0100007F' : '7F000001'}:${port.toString(16).toUpperCase().padStart(4, '0')}`;
}
