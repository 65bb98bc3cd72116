import { expect, it } from 'vitest';
import { showable } from '../../../../src/player/doctor/finding.ts';

it('shows words of a server on one line, of bounded length, without control characters', () => {
  expect(showable('a\u001b[2J\nb\u202e')).toBe('a[2Jb');
  expect(showable('x'.repeat(500))).toHaveLength(200);
});
