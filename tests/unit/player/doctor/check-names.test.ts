import { expect, it } from 'vitest';
import { nameFindings } from '../../../../src/player/doctor/check-names.ts';

const names = ['lobby', 'Φάρος.jpg', '灯台.png', 'とうだい.mp4', '등대.webp', 'منارة.jpg'];

it('names what no font of the machine can draw', async () => {
  const asked: string[] = [];
  const findings = await nameFindings(names, (language) => {
    asked.push(language);
    return Promise.resolve(language === 'ja');
  });
  expect(asked).toEqual(['ja', 'ko', 'zh']);
  expect(findings).toMatchObject([
    {
      verdict: 'warning',
      code: 'shell-names-illegible',
      params: { count: 2, names: '등대.webp, 灯台.png' },
    },
  ]);
  expect(findings[0]?.remedy).toContain('fonts-noto-cjk');
});

it('says nothing where all can be drawn, nobody can tell, or nothing needs it, and then asks nobody', async () => {
  expect(await nameFindings(names, () => Promise.resolve(true))).toEqual([]);
  expect(await nameFindings(names, () => Promise.resolve(null))).toEqual([]);
  const never = (): Promise<boolean> => Promise.reject(new Error('asked'));
  expect(await nameFindings(['lobby', 'Маяк.jpg'], never)).toEqual([]);
});
