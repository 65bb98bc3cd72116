import { expect, it } from 'vitest';
import { createPrepareLead } from '../../../../renderer/stage/prepare-lead.ts';
import { sampleItem } from '../../../support/sample-program.ts';

const film = sampleItem('film', { kind: 'video' });

it('prepares a video half a minute ahead, and one that was quick before a second and a half ahead', () => {
  const lead = createPrepareLead();
  expect(lead.of(film)).toBe(30_000);
  lead.note(film, 200);
  expect(lead.of(film)).toBe(1_500);
  expect(lead.of(sampleItem('other', { kind: 'video' }))).toBe(30_000);
});

it('goes by the longest that was seen, five times over, and begins anew after a failure', () => {
  const lead = createPrepareLead();
  lead.note(film, 1_500);
  lead.note(film, 300);
  expect(lead.of(film)).toBe(7_500);
  lead.note(film, 9_000);
  expect(lead.of(film)).toBe(30_000);
  lead.note(film, null);
  expect(lead.of(film)).toBe(30_000);
  lead.note(film, 300);
  expect(lead.of(film)).toBe(1_500);
});

it('leaves whatever is no video its time, and remembers only so many', () => {
  const lead = createPrepareLead();
  const picture = sampleItem('picture');
  lead.note(picture, 100);
  expect(lead.of(picture)).toBe(30_000);
  lead.note(film, 400);
  for (let index = 0; index < 200; index += 1) lead.note(sampleItem(`v${index}`, { kind: 'video' }), 400);
  expect(lead.of(film)).toBe(30_000);
});
