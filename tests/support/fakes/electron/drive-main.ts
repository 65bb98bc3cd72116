import { pathToFileURL } from 'node:url';
import { REQUEST_CHANNEL } from '../../../../src/shared/ipc-channels.ts';
import { fake } from './module.ts';

/*
 * Stands for the Electron binary: runs the built main bundle named by its first argument, and does what the test beside
 * tests/unit/main.test.ts asks over the process channel.
 */

const window = () => {
  const shown = fake.windows.at(-1);
  if (shown === undefined) throw new Error('There is no window.');
  return shown;
};

type Init = RequestInit & { initiatorOrigin?: string };

const commands: Readonly<Record<string, (...args: unknown[]) => unknown>> = {
  look: () => ({
    switches: [...fake.app.switches],
    sandboxed: fake.app.sandboxed,
    schemes: fake.protocol.schemes,
    userData: fake.app.getPath('userData'),
    sessionData: fake.app.getPath('sessionData'),
    menus: fake.menus,
    blockers: fake.blockers.size,
    relaunches: fake.app.relaunches,
    windows: fake.windows.map(({ visible, webContents }) => ({
      visible,
      origin: webContents.mainFrame.origin,
      loads: webContents.loads,
      events: webContents.sent.map(([, name]) => name),
    })),
  }),
  becomeReady: () => {
    fake.app.becomeReady();
  },
  invoke: (name, input, origin) => {
    const { webContents } = window();
    const frame =
      origin === undefined ? webContents.mainFrame : { ...webContents.mainFrame, origin: origin as string };
    return fake.ipc.invoke(webContents, REQUEST_CHANNEL, [name, input], frame);
  },
  request: async (url, init) => {
    const response = await fake.protocol.request(String(url), init as Init | undefined);
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      text: await response.text(),
    };
  },
  permission: (name) => fake.session.requestPermission(String(name)),
  crash: () => {
    window().webContents.crash('crashed');
  },
  loseGraphics: () => {
    fake.app.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed', exitCode: 11 });
  },
  wake: () => {
    fake.powerMonitor.emit('resume');
  },
  throwInMain: () => {
    setImmediate(() => {
      throw new Error('a bug on purpose');
    });
  },
  endSession: () => {
    window().emit('session-end', {});
  },
  quitFromDesktop: () => {
    fake.app.emit('before-quit', { preventDefault: () => undefined });
  },
};

process.on('message', (message: { id: number; command: string; args: unknown[] }) => {
  const work = commands[message.command];
  Promise.resolve()
    .then(() => work?.(...message.args))
    .then((value) => process.send?.({ id: message.id, value: value ?? null }))
    .catch((thrown: unknown) => process.send?.({ id: message.id, error: String(thrown) }));
});

// The app sees the command line of the binary: its own folder first, as an unpackaged app has it.
process.argv.splice(1, 1);
const [, main = ''] = process.argv;

fake.app.onExit = (code) => process.exit(code);
// As Electron's own entry does (lib/browser/init.ts): what nobody catches becomes a box, and the process lives on.
process.on('uncaughtException', (error) => {
  if (process.listenerCount('uncaughtException') === 1) process.stderr.write(`[a box: ${error.message}]\n`);
});
try {
  await import(pathToFileURL(main).href);
} catch (thrown) {
  process.emit('uncaughtException', thrown as Error);
}
process.send?.({ id: 0, value: 'loaded' });
