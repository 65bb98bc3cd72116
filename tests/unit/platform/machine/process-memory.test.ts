import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { memoryOfFamily } from '../../../../src/platform/machine/process-memory.ts';

it.runIf(process.platform === 'linux')('counts what a process and its children use', async () => {
  const holder =
    'const held = Buffer.alloc(100 * 1024 * 1024, 1); console.log(held.length); setInterval(() => held, 1000);';
  // The shell is the parent; the memory is its child's.
  const parent = spawn('sh', ['-c', `"${process.execPath}" -e '${holder}' & wait`], {
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  const pid = parent.pid ?? 0;
  try {
    await once(parent.stdout, 'data');
    const used = await memoryOfFamily(pid);
    expect(used).toBeGreaterThan(100);
    expect(used).toBeLessThan(400);
  } finally {
    process.kill(-pid, 'SIGKILL');
    await once(parent, 'exit');
  }
  expect(await memoryOfFamily(pid)).toBeNull();
});
