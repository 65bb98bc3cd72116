import { findOrInstallBrowser, findOrInstallXvfb } from '../../../tools/machine.ts';
import { startVirtualDisplay } from '../../../tools/demo/virtual-display.ts';

/** Gets what the specs need of a machine: a browser, and a display for Electron's window. Answers the way to end it. */
async function getMachineReady(): Promise<() => Promise<void>> {
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const browser = await findOrInstallBrowser(say);
  if (!browser.ok) throw new Error(browser.error.message);
  // Elsewhere the desktop of whoever is logged in is the display.
  if (process.platform !== 'linux') return () => Promise.resolve();
  const xvfb = await findOrInstallXvfb(say);
  if (!xvfb.ok) throw new Error(xvfb.error.message);
  const display = await startVirtualDisplay({ width: 1280, height: 720 });
  if (!display.ok) throw new Error(display.error.message);
  process.env['DISPLAY'] = display.value.name;
  return () => display.value.stop();
}

// Playwright takes a global set-up by its default export only.
// eslint-disable-next-line no-restricted-syntax
export default getMachineReady;
