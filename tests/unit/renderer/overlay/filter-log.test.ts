import { describe, expect, it } from 'vitest';
import { filterLog, shortenIds } from '../../../../renderer/overlay/filter-log.ts';
import type { LogEntry } from '../../../../src/shared/bridge.ts';

const line = (level: LogEntry['level'], message: string, facts: LogEntry['facts'] = {}): LogEntry => ({
  time: '2026-03-02T09:14:00.000Z',
  level,
  message,
  facts,
});
const lines = [
  line('debug', 'Next item'),
  line('warn', 'Broke off', { file: 'Waves.mp4' }),
  line('error', 'Gone'),
];

describe('the filter of the log', () => {
  it('keeps what is as grave or graver', () => {
    expect(filterLog(lines, { level: 'warn', text: '' })).toEqual(lines.slice(1));
    expect(filterLog(lines, { level: 'debug', text: '' })).toEqual(lines);
  });

  it('finds text in messages and facts, in whatever case', () => {
    expect(filterLog(lines, { level: 'debug', text: ' waves ' })).toEqual([lines[1]]);
    expect(filterLog(lines, { level: 'error', text: 'waves' })).toEqual([]);
  });
});

describe('ids in a line', () => {
  it('are cut to their beginning; words and short numbers stay', () => {
    expect(shortenIds(`sha256 ${'ab12'.repeat(16)} of facade.jpg`)).toBe('sha256 ab12ab12… of facade.jpg');
    expect(shortenIds('1234567890')).toBe('1234567890');
  });
});
