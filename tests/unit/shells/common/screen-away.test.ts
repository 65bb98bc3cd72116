import { expect, it } from 'vitest';
import { createScreenAway } from '../../../../src/shells/common/screen-away.ts';
import { fail } from '../../../../src/shared/result.ts';

it('tells a listener that comes later of a window that is away, each reason once, and when it is back', () => {
  const away = createScreenAway();
  const noDisplay = fail('no-display', 'There is no display at :0.').error;
  away.tell(null);
  away.tell(noDisplay);
  const heard: (string | null)[] = [];
  away.listen((failure) => heard.push(failure?.code ?? null));
  away.tell({ ...noDisplay });
  away.tell(null);
  away.tell(null);
  expect(heard).toEqual(['no-display', null]);
});
