import { expect, it } from 'vitest';
import { createTroubleReport } from '../../../../src/shells/common/trouble-report.ts';

it('keeps the first twenty troubles for a listener that comes later, and tells it the rest as they come', () => {
  const report = createTroubleReport();
  for (let index = 1; index <= 30; index++) report.tell({ reason: `trouble ${index}`, lost: 'page' });
  const heard: string[] = [];
  report.listen(({ reason }) => heard.push(reason));
  expect(heard).toHaveLength(20);
  expect(heard[0]).toBe('trouble 1');
  report.tell({ reason: 'afterwards', lost: 'page' });
  expect(heard.at(-1)).toBe('afterwards');
});
