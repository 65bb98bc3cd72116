import { expect, it } from 'vitest';
import { listOf, processesBelow } from '../../../support/e2e/processes.ts';

it.skipIf(process.platform === 'win32')(
  'finds this process and its parent by ps, as where there is no /proc',
  () => {
    const own = listOf('darwin').find(({ pid }) => pid === process.pid);
    expect(own).toMatchObject({ parent: process.ppid });
    expect(own?.residentKb).toBeGreaterThan(10_000);
    expect(own?.commandLine).not.toBe('');
    expect(processesBelow(process.ppid).map(({ pid }) => pid)).toContain(process.pid);
  },
);
