import { describe, expect, it } from 'vitest';
import { shellFinding } from '../../../../src/player/doctor/check-shell.ts';

describe('the shell', () => {
  const running = {
    name: 'electron',
    windowAlive: true,
    secretBackend: 'keyring',
    graphics: { mode: 'accelerated', failedAt: null },
    awake: { wanted: true, heldBy: ['xset'], failed: ['systemd-inhibit'] },
  } as const;

  it.each([
    [running, 'shell-good'],
    [{ ...running, windowAlive: null, secretBackend: null }, 'shell-good'],
    [{ ...running, name: null }, 'shell-missing'],
    [{ ...running, windowAlive: false }, 'shell-window-gone'],
    [{ ...running, secretBackend: 'basic_text' }, 'shell-secrets-open'],
    [{ ...running, awake: { wanted: true, heldBy: [], failed: ['xset'] } }, 'shell-may-sleep'],
    [
      { ...running, graphics: { mode: 'compatible', failedAt: '2026-01-01T00:00:00.000Z' } as const },
      'shell-graphics-failing',
    ],
    [{ ...running, graphics: { mode: 'compatible', failedAt: null } as const }, 'shell-good'],
    [{ ...running, awake: { wanted: false, heldBy: [], failed: [] } }, 'shell-good'],
    [{ ...running, awake: null }, 'shell-good'],
  ])('%o is %s', (facts, code) => {
    expect(shellFinding(facts).code).toBe(code);
  });
});
