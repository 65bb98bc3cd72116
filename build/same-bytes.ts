import { readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { packageTime } from './linux-package/package-plan.ts';
import { setTimes } from './linux-package/stage-files.ts';

/** What these hooks use of what electron-builder tells (https://www.electron.build/hooks). */
interface Artifact {
  /** The file of the package. */
  readonly file: string;
}

const FLAGS_AT = 3;
const TIME_AT = 4;
const HEADER_BYTES = 10;
const HAS_NAME = 0b1000;

/** Before a tarball is made: the files that go into it get the time of the commit. */
export function artifactBuildStarted({ file }: Artifact): void {
  if (!file.endsWith('.tar.gz')) return;
  const folder = basename(file).includes('-arm64.') ? 'linux-arm64-unpacked' : 'linux-unpacked';
  setTimes(join(dirname(file), folder), packageTime(process.env));
}

/** After a tarball was made: what gzip wrote of a file that was there for a moment, its name and its time, goes. */
export function artifactBuildCompleted({ file }: Artifact): void {
  if (file.endsWith('.tar.gz')) writeFileSync(file, withoutNameAndTime(readFileSync(file)));
}

/** The same gzip file without the name and the time of what is packed in it (RFC 1952, 2.3). */
export function withoutNameAndTime(file: Buffer): Buffer {
  const header = Buffer.from(file.subarray(0, HEADER_BYTES));
  const flags = header[FLAGS_AT] ?? 0;
  header.fill(0, TIME_AT, TIME_AT + 4);
  if ((flags & ~HAS_NAME) !== 0) throw new Error(`A gzip header with flags ${flags} is not known here.`);
  header[FLAGS_AT] = 0;
  const end = (flags & HAS_NAME) === 0 ? HEADER_BYTES : file.indexOf(0, HEADER_BYTES) + 1;
  return Buffer.concat([header, file.subarray(end)]);
}
