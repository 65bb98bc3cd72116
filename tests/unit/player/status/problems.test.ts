import { describe, expect, it } from 'vitest';
import { createProblems } from '../../../../src/player/status/problems.ts';
import { fail } from '../../../../src/shared/result.ts';

describe('problems', () => {
  it('lists the most important source first and forgets what was mended', () => {
    const problems = createProblems();
    const server = fail('offline', 'No answer.').error;
    const vault = fail('vault-unreadable', 'Kept aside.').error;
    expect(problems.set('server', [server])).toBe(true);
    expect(problems.set('server', [server]), 'nothing new').toBe(false);
    problems.set('vault', [vault]);
    expect(problems.list()).toEqual([vault, server]);
    problems.set('vault', []);
    expect(problems.list()).toEqual([server]);
  });
});
