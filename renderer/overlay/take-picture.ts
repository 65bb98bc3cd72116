import type { PlayerBridge } from '../../src/shared/bridge.ts';

/** Long enough for two frames of any panel; a page that draws none must not wait for ever. */
const PAINTED_AT_MOST_MS = 500;

/** Has the screen pictured without the settings, which let what plays through for that moment. They keep the focus. */
export async function takePicture(bridge: Pick<PlayerBridge, 'call'>): Promise<void> {
  const { classList } = document.documentElement;
  classList.add('is-pictured');
  try {
    await painted();
    await bridge.call('picture-screen', {});
  } finally {
    classList.remove('is-pictured');
  }
}

function painted(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, PAINTED_AT_MOST_MS);
    requestAnimationFrame(() => {
      requestAnimationFrame(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  });
}
