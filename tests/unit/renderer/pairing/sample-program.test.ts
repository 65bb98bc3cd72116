import { afterEach, expect, it, vi } from 'vitest';
import { loadSampleProgram } from '../../../../renderer/pairing/sample-program.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

it('the samples are pictures and videos with keys of their own, silent, and none of them from a server', async () => {
  const { program } = await loadSampleProgram(true, (url) => Promise.resolve(`blob:${url}`));
  expect(program.items.map(({ kind }) => kind)).toEqual([
    'image',
    'video',
    'image',
    'image',
    'video',
    'image',
  ]);
  expect(new Set(program.items.map(({ key }) => key)).size).toBe(program.items.length);
  const first = program.items.find(({ key }) => key === program.resumeAt);
  expect(first?.source, 'an upright screen begins with what was made for it').toContain('portrait');
  for (const { source, muted, kind } of program.items) {
    expect(muted).toBe(true);
    expect(source).toMatch(kind === 'video' ? /^blob:/ : /^\/assets\/demo\//);
  }
});

it('a video that cannot be read is left out, and what was read is given back', async () => {
  const revoked = vi.spyOn(URL, 'revokeObjectURL').mockReturnValue();
  const { program, release } = await loadSampleProgram(false, (url) =>
    Promise.resolve(url.endsWith('.mp4') ? null : 'blob:read'),
  );
  expect(program.items.filter(({ kind }) => kind === 'video')).toHaveLength(1);
  release();
  expect(revoked.mock.calls).toEqual([['blob:read']]);
});
