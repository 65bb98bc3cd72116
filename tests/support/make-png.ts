import { crc32, deflateSync } from 'node:zlib';

/** A PNG of one colour (RGB), each row under the next of the five filters. */
export function makePng(width: number, height: number, colour: readonly [number, number, number]): Buffer {
  const stride = width * 3;
  const plain = Buffer.from(Array.from({ length: stride }, (_, at) => colour[at % 3] ?? 0));
  const rows = Array.from({ length: height }, (_, row) => {
    const filter = row % 5;
    const above = row === 0 ? Buffer.alloc(stride) : plain;
    const line = plain.map((value, at) => {
      const left = at < 3 ? 0 : (plain[at - 3] ?? 0);
      const corner = at < 3 ? 0 : (above[at - 3] ?? 0);
      const up = above[at] ?? 0;
      return value - ([0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0);
    });
    return Buffer.concat([Buffer.from([filter]), line]);
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const mark = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    mark,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function paeth(left: number, up: number, corner: number): number {
  const estimate = left + up - corner;
  const [byLeft, byUp, byCorner] = [
    Math.abs(estimate - left),
    Math.abs(estimate - up),
    Math.abs(estimate - corner),
  ];
  if (byLeft <= byUp && byLeft <= byCorner) return left;
  return byUp <= byCorner ? up : corner;
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
