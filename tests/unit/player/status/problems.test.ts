import { describe, expect, it } from 'vitest';
import { createProblems } from '../../../../src/player/status/problems.ts';

describe('problems', () => {
  it('lists the most important source first and forgets what was mended', () => {
    const problems = createProblems();
    const server = { code: 'offline', message: 'No answer.' };
    const vault = { code: 'vault-unreadable', message: 'Kept aside.' };
    expect(problems.set('server', [server])).toBe(true);
    expect(problems.set('server', [server]), 'nothing new').toBe(false);
    problems.set('vault', [vault]);
    expect(problems.list()).toEqual([vault, server]);
    problems.set('vault', []);
    expect(problems.list()).toEqual([server]);
  });
});
