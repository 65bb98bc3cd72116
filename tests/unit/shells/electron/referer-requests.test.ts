import type { Session } from 'electron';
import { expect, test, vi } from 'vitest';
import { useReferers } from '../../../../src/shells/electron/referer-requests.ts';

type Listener = (
  details: { url: string; requestHeaders: Record<string, string> },
  callback: (answer: { requestHeaders: Record<string, string> }) => void,
) => void;

const rules = [{ host: 'player.example', referer: 'https://screens.example/' }];

test('the Referer is added for its host, and every other request goes on as it was', () => {
  const onBeforeSendHeaders = vi.fn<(filter: unknown, listener: Listener) => void>();
  useReferers({ webRequest: { onBeforeSendHeaders } } as unknown as Session, rules);
  const listener = onBeforeSendHeaders.mock.calls[0]?.[1];
  const sent = (url: string): unknown => {
    const answer = vi.fn();
    listener?.({ url, requestHeaders: { Accept: '*/*' } }, answer);
    return answer.mock.calls[0]?.[0];
  };
  expect(sent('https://player.example/embed')).toEqual({
    requestHeaders: { Accept: '*/*', Referer: 'https://screens.example/' },
  });
  expect(sent('https://other.example/')).toEqual({ requestHeaders: { Accept: '*/*' } });
});

test('without rules nothing is listened to', () => {
  const onBeforeSendHeaders = vi.fn();
  useReferers({ webRequest: { onBeforeSendHeaders } } as unknown as Session, []);
  expect(onBeforeSendHeaders).not.toHaveBeenCalled();
});
