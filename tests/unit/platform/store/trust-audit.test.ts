import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../../../src/platform/store/open-database.ts';
import { createTrustAudit, type TrustAuditEntry } from '../../../../src/platform/store/trust-audit.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const entry: TrustAuditEntry = {
  at: '2026-01-15T12:00:00.000Z',
  decision: 'first-trust',
  by: 'installer',
  server: 'https://192.168.0.121',
  before: null,
  after: 'AB'.repeat(32),
  note: '',
};

it('keeps every entry over a restart, newest first, and lets nobody change or delete one', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'player.db');
  const first = openDatabase(file);
  createTrustAudit(first).append(entry);
  createTrustAudit(first).append({ ...entry, decision: 'refused', before: 'CD'.repeat(32) });
  first.close();
  const database = openDatabase(file);
  onTestFinished(() => {
    database.close();
  });
  const audit = createTrustAudit(database);
  expect(audit.list(10).map(({ decision }) => decision)).toEqual(['refused', 'first-trust']);
  expect(audit.list(1)).toHaveLength(1);
  expect(audit.list(10)[1]).toEqual(entry);
  expect(() => {
    database.connection.exec('DELETE FROM trust_audit');
  }).toThrow('append-only');
  expect(() => {
    database.connection.exec("UPDATE trust_audit SET note = 'x'");
  }).toThrow('append-only');
});
