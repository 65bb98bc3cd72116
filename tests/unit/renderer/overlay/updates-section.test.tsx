// @vitest-environment happy-dom
import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { UpdatesSection } from '../../../../renderer/overlay/updates-section.tsx';
import { fail } from '../../../../src/shared/result.ts';
import type { UpdateStatus } from '../../../../src/shared/status.ts';
import { sampleSnapshot } from '../../../support/fakes/sample-snapshot.ts';
import { showScreen } from '../../../support/show-screen.tsx';

afterEach(cleanup);

const at = '2026-01-14T03:31:00.000Z';
const action = { run: () => Promise.resolve(), outcome: null, dismiss: () => undefined };

async function textFor(update: Partial<UpdateStatus>): Promise<string> {
  const snapshot = sampleSnapshot({ appVersion: '1.1.0', update: { ...sampleSnapshot().update, ...update } });
  const { container } = await showScreen(<UpdatesSection snapshot={snapshot} action={action} />);
  return container.textContent;
}

it('says which version this is, which one comes back if it fails, and which one waits', async () => {
  const text = await textFor({
    previous: '1.0.0',
    staged: '1.2.0',
    result: { version: '1.1.0', rolledBackFor: null, at },
  });
  expect(text).toContain('This is version 1.1.0.');
  expect(text).toContain('Version 1.0.0 comes back if this one fails.');
  expect(text).toContain('Version 1.2.0 is here and starts at its hour, between two items.');
  expect(text).toContain('Version 1.1.0 was installed on ');
  expect(screen.getByRole('button', { name: 'Update now' })).toBeDefined();
});

it('says what was taken back, and why', async () => {
  const result = { version: '1.2.0', at } as const;
  expect(await textFor({ result: { ...result, rolledBackFor: 'crashed' } })).toContain(
    'Version 1.2.0 ended again and again and was taken back on ',
  );
  cleanup();
  expect(await textFor({ result: { ...result, rolledBackFor: 'silent' } })).toContain(
    'Version 1.2.0 showed nothing in its time and was taken back on ',
  );
});

it('says where a person gets a version that no player installs by itself, and why none is taken', async () => {
  const byHand = fail('update-by-hand', '', { version: '1.2.0', page: 'https://example.com/player' }).error;
  expect(await textFor({ failure: byHand })).toContain(
    'Version 1.2.0 is there. Install it by hand from https://example.com/player.',
  );
  cleanup();
  expect(await textFor({ failure: fail('update-no-key', '').error })).toContain(
    'has no key to know its updates by',
  );
});
