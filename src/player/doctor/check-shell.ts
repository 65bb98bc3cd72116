import type { DoctorFinding } from '../../shared/doctor.ts';
import type { ShellFacts } from './doctor.types.ts';
import { finding } from './finding.ts';

/** What Electron calls a store that only looks like one. */
const OPEN_BACKENDS = ['basic_text', 'unknown'];

/** Whether there is a window to play in, and how secrets are kept. */
export function shellFinding({
  name,
  windowAlive,
  secretBackend,
  awake,
  graphics,
}: ShellFacts): DoctorFinding {
  if (name === null) {
    return finding('shell', 'bad', 'shell-missing', {
      message: "Neither Electron's binary nor a Chromium is on this machine.",
      remedy: "Install the system's Chromium, or fetch Electron with npx install-electron.",
    });
  }
  const shell = name === 'electron' ? 'Electron' : 'Chromium';
  const backend = secretBackend ?? '–';
  const params = { shell, backend };
  if (windowAlive === false) {
    return finding('shell', 'bad', 'shell-window-gone', {
      message: `The window of the ${shell} shell does not answer.`,
      remedy: 'Restart the player; if it stays, the log says what the window died of.',
      params,
    });
  }
  if (secretBackend !== null && OPEN_BACKENDS.includes(secretBackend)) {
    return finding('shell', 'warning', 'shell-secrets-open', {
      message: `The ${shell} shell keeps secrets without protection (${backend}), as there is no keyring.`,
      remedy: 'Install a keyring such as gnome-keyring, or see to it that nobody else can read the disk.',
      params,
    });
  }
  if (awake?.wanted === true && awake.heldBy.length === 0) {
    const tried = awake.failed.length === 0 ? '–' : awake.failed.join(', ');
    return finding('shell', 'warning', 'shell-may-sleep', {
      message: `Nothing keeps the display awake (tried: ${tried}).`,
      remedy: "Switch blanking and power saving off in the system's settings, or install xset.",
      params: { tried },
    });
  }
  if (graphics !== null && graphics.failedAt !== null) {
    return finding('shell', 'warning', 'shell-graphics-failing', {
      message: `The graphics driver kept failing, so the screen is drawn without it since ${graphics.failedAt}.`,
      remedy: 'Update the driver of the graphics card, or set graphics: compatible if it stays so.',
      params: { since: graphics.failedAt },
    });
  }
  const window = windowAlive === null ? 'its window was not asked' : 'its window answers';
  const message = `The ${shell} shell is there; ${window}.`;
  return finding('shell', 'good', 'shell-good', { message, params });
}
