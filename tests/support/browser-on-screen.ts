import { findOrInstallBrowser, findOrInstallXvfb } from '../../tools/machine.ts';
import { startVirtualDisplay, type VirtualDisplay } from '../../tools/demo/virtual-display.ts';

/** A screen for the real browser of this machine; while it is open, it is the `DISPLAY` of this process. */
export interface BrowserScreen {
  readonly display: VirtualDisplay;
  /** Where the browser is. */
  readonly browser: string;
  close(): Promise<void>;
}

/** Finds browser and Xvfb, or installs them where it may, and opens a screen of `size`. Throws what is missing. */
export async function openBrowserScreen(
  size: Parameters<typeof startVirtualDisplay>[0],
): Promise<BrowserScreen> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const [foundBrowser, foundXvfb] = [await findOrInstallBrowser(say), await findOrInstallXvfb(say)];
  if (!foundBrowser.ok) throw new Error(foundBrowser.error.message);
  if (!foundXvfb.ok) throw new Error(foundXvfb.error.message);
  const started = await startVirtualDisplay(size);
  if (!started.ok) throw new Error(started.error.message);
  const display = started.value;
  process.env['DISPLAY'] = display.name;
  return {
    display,
    browser: foundBrowser.value,
    close: async () => {
      delete process.env['DISPLAY'];
      await display.stop();
    },
  };
}
