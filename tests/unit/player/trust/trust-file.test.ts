import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createDiskWrites } from '../../../../src/platform/files/disk-writes.ts';
import { createSilentLog } from '../../../../src/platform/logging/log.ts';
import {
  createTrustFile,
  peekTrust,
  type ServersTrust,
  type TrustFile,
} from '../../../../src/player/trust/trust-file.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const warned = { fingerprint: 'AB', threshold: 7 };
const servers: ServersTrust = {
  'https://a.test': { mode: 'pinned', pin: 'PEM', announced: 'NEXT', refused: null, warned },
  'http://b.test': { mode: 'plain', pin: null, announced: null, refused: null, warned: null },
};
const others: ServersTrust = {};

let folder: string;
let file: string;
let copy: string;
let error: ReturnType<typeof vi.fn<(message: string) => void>>;
let trustFile: TrustFile;
beforeEach(() => {
  folder = join(temporaryFolder(), 'trust');
  error = vi.fn();
  trustFile = createTrustFile(folder, createDiskWrites(createFakeClock()), { ...createSilentLog(), error });
  trustFile.write(servers);
  [file = '', copy = ''] = ['trust.json', 'trust.copy.json'].map((name) => join(folder, name));
});

describe('createTrustFile', () => {
  it('keeps what is known twice, for nobody else to read, and reads it back', () => {
    expect(readdirSync(folder)).toHaveLength(2);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect([trustFile.open(), peekTrust(folder)]).toEqual([servers, servers]);
    trustFile.write(others);
    expect(trustFile.open()).toEqual(others);
    expect(error).not.toHaveBeenCalled();
  });

  it.each([
    '{',
    '[]',
    '{"version":2,"servers":{}}',
    '{"version":1,"servers":{"https://a.test":{"mode":"none"}}}',
  ])('keeps a damaged file aside and takes the copy: %s', (damage) => {
    writeFileSync(file, damage);
    expect(trustFile.open()).toEqual(servers);
    expect(readFileSync(`${file}.damaged`, 'utf8')).toBe(damage);
    expect(readdirSync(folder)).not.toContain('trust.json');
    expect(error).toHaveBeenCalledTimes(1);
  });

  it('leaves what cannot be read where it is, says so, and takes the copy', () => {
    const inItsWay = join(temporaryFolder(), 'trust');
    mkdirSync(join(inItsWay, 'trust.json'), { recursive: true });
    expect(
      createTrustFile(inItsWay, createDiskWrites(createFakeClock()), { ...createSilentLog(), error }).open(),
    ).toEqual({});
    expect(readdirSync(inItsWay)).toEqual(['trust.json']);
    expect(error).toHaveBeenCalledTimes(1);
  });

  it('knows nothing where nothing was ever kept, which is no fault', () => {
    expect(peekTrust(`${folder}-of-nobody`)).toEqual({});
    const never = createTrustFile(`${folder}-2`, createDiskWrites(createFakeClock()), {
      ...createSilentLog(),
      error,
    });
    expect(never.open()).toEqual({});
    expect(error).not.toHaveBeenCalled();
  });
});

describe('peekTrust', () => {
  it('reads the copy of a damaged file and changes nothing', () => {
    writeFileSync(file, '{');
    const before = readdirSync(folder);
    expect(peekTrust(folder)).toEqual(servers);
    expect(readdirSync(folder)).toEqual(before);
    expect(readFileSync(file, 'utf8')).toBe('{');
    for (const name of before) writeFileSync(join(folder, name), 'nonsense');
    expect(peekTrust(folder)).toEqual({});
    expect(copy).not.toBe(file);
  });
});
