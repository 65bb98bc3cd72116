import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createDebuggingPipe } from '../../../../src/shells/chromium/debugging-pipe.ts';
import { createFakeClock } from '../../../support/fakes/fake-clock.ts';

function pair() {
  const toBrowser = new PassThrough();
  const fromBrowser = new PassThrough();
  const clock = createFakeClock();
  const pipe = createDebuggingPipe(toBrowser, fromBrowser, clock);
  const say = (message: object): void => void fromBrowser.write(`${JSON.stringify(message)}\0`);
  return { pipe, toBrowser, fromBrowser, clock, say };
}

describe('the debugging pipe', () => {
  it('ends each command with a zero byte and matches the answers, in any order, however they are cut', async () => {
    const { pipe, toBrowser, fromBrowser } = pair();
    const first = pipe.send('Target.getTargets');
    const second = pipe.send('Page.navigate', { url: 'about:blank' }, 'session');
    expect(String(toBrowser.read())).toBe(
      '{"id":1,"method":"Target.getTargets","params":{}}\0' +
        '{"id":2,"method":"Page.navigate","params":{"url":"about:blank"},"sessionId":"session"}\0',
    );
    const answers = '{"id":2,"result":"second"}\0{"id":1,"result":"größer"}\0';
    for (const byte of Buffer.from(answers)) fromBrowser.write(Buffer.of(byte));
    expect(await Promise.all([first, second])).toEqual([
      { ok: true, value: 'größer' },
      { ok: true, value: 'second' },
    ]);
  });

  it('fails what the browser refuses', async () => {
    const { pipe, say } = pair();
    const refused = pipe.send('Page.reload');
    say({ id: 1, error: { message: 'No such page' } });
    expect(await refused).toMatchObject({
      ok: false,
      error: { code: 'browser-refused', message: 'No such page' },
    });
  });

  it('fails what stays unanswered, and leaves no timer behind what was answered', async () => {
    const { pipe, say, clock } = pair();
    const silent = pipe.send('Runtime.evaluate', {}, 'session', 2_000);
    await clock.advance(2_000);
    expect(await silent).toMatchObject({ ok: false, error: { code: 'browser-silent' } });
    const answered = pipe.send('Page.reload');
    say({ id: 2, result: {} });
    await answered;
    expect(clock.pendingTimers()).toBe(0);
  });

  it('fails everything at once when the browser is gone', async () => {
    const { pipe, fromBrowser } = pair();
    const pending = pipe.send('Page.reload');
    fromBrowser.destroy();
    expect(await pending).toMatchObject({ ok: false, error: { code: 'browser-gone' } });
    expect(await pipe.send('Page.reload')).toMatchObject({ ok: false, error: { code: 'browser-gone' } });
  });

  it('hands events to its listener', async () => {
    const { pipe, say } = pair();
    const heard = new Promise((resolve) => {
      pipe.onEvent((name, parameters) => {
        resolve([name, parameters]);
      });
    });
    say({ method: 'Target.targetCrashed', params: { targetId: 'a' } });
    expect(await heard).toEqual(['Target.targetCrashed', { targetId: 'a' }]);
  });
});
