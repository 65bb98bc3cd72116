import { describe, expect, it } from 'vitest';
import { createI18n } from '../../../../renderer/ui/i18n.ts';
import type { DoctorCode, DoctorFinding } from '../../../../src/shared/doctor.ts';

const finding: DoctorFinding = {
  check: 'tcp',
  verdict: 'bad',
  code: 'browser-gone' as DoctorCode,
  message: 'Own sentence.',
  remedy: 'Own remedy.',
  params: {},
};

describe('the texts of failures and findings', () => {
  it('are their own where the translation has none, or names a value that is not given', () => {
    const i18n = createI18n('de');
    expect(i18n.finding(finding).message).toBe('Own sentence.');
    expect(i18n.finding({ ...finding, code: 'tls-pinned' }).remedy).toBe('Own remedy.');
    expect(i18n.failure({ code: 'browser-gone', message: 'Own sentence.' })).toBe('Own sentence.');
    expect(i18n.failure({ code: 'cache-full', message: 'Own sentence.' })).toBe('Own sentence.');
  });

  it('have no remedy where there is nothing to do', () => {
    expect(createI18n('en').finding({ ...finding, remedy: null }).remedy).toBeNull();
  });
});

it('sets a right-to-left name apart from the sentence around it', () => {
  const i18n = createI18n('en');
  const of = (names: string): string =>
    i18n.finding({ ...finding, code: 'shell-names-illegible', params: { count: 1, names } }).message;
  expect(of('منارة')).toBe('No font on this machine can draw the name \u2068منارة\u2069.');
  expect(of('灯台')).toBe('No font on this machine can draw the name 灯台.');
});
