import { expect, it } from 'vitest';
import { panelFindings } from '../../../../src/player/doctor/check-panel.ts';

const answer = {
  means: 'cec',
  asked: 'off',
  verified: 'yes',
  detail: 'The panel answered standby.',
  at: '2026-01-05T21:00:01.000Z',
} as const;

it('says nothing of a panel that was never turned', () => {
  expect(panelFindings(undefined)).toEqual([]);
  expect(panelFindings(null)).toEqual([]);
  expect(panelFindings({ answer: null })).toEqual([]);
});

it('says which tool turned it, when, and what it answered', () => {
  expect(panelFindings({ answer })).toMatchObject([
    {
      verdict: 'good',
      code: 'shell-panel',
      message: 'The panel was last told off by cec (2026-01-05T21:00:01.000Z): The panel answered standby.',
    },
  ]);
});

it('warns of a panel that disobeys, and of one that only goes black', () => {
  expect(panelFindings({ answer: { ...answer, verified: 'no' } })).toMatchObject([
    { verdict: 'warning', code: 'shell-panel-disobeys' },
  ]);
  expect(panelFindings({ answer: { ...answer, means: 'black', verified: 'no' } })).toMatchObject([
    { verdict: 'warning', code: 'shell-panel-black' },
  ]);
});
