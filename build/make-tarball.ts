import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { packageTime } from './linux-package/package-plan.ts';
import { runTool } from './linux-package/run-tool.ts';

/** The largest part is a program that a higher level makes a twentieth smaller and takes five times as long. */
const GZIP_LEVEL = 4;

/** Packs `member` of `folder` as `file`: the same byte for byte from the same files and time, whoever makes it. */
export function makeTarball(folder: string, member: string, file: string): void {
  const plain = `${file}.plain`;
  const time = `--mtime=@${String(packageTime(process.env))}`;
  const owner = ['--owner=0', '--group=0', '--numeric-owner', '--mode=u+w,go-w,a+rX'];
  const order = ['--sort=name', '--format=ustar'];
  try {
    runTool('tar', [...order, ...owner, time, '-cf', plain, '-C', folder, member]);
    writeFileSync(file, gzipSync(readFileSync(plain), { level: GZIP_LEVEL }));
  } finally {
    rmSync(plain, { force: true });
  }
}
