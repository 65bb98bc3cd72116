import { join } from 'node:path';

/** The shell that a project of playwright.config.ts runs the specs in. */
export interface ShellUnderTest {
  readonly name: 'chromium' | 'electron';
  /** Electron's binary, or what stands in for it; null in the Chromium shell. */
  readonly binary: string | null;
  /** The Electron shell's own code over the machine's Chromium, without Electron. */
  readonly isStandIn: boolean;
}

export const chromiumShell: ShellUnderTest = { name: 'chromium', binary: null, isStandIn: false };

export const standInShell: ShellUnderTest = {
  name: 'electron',
  binary: join(import.meta.dirname, '../../standin-electron/electron'),
  isStandIn: true,
};

export const electronShell = (binary: string): ShellUnderTest => ({
  name: 'electron',
  binary,
  isStandIn: false,
});
