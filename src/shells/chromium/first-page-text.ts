import type { FirstPictureLook } from '../../shared/first-picture.ts';

/**
 * What the first page runs: it asks for the player's style and script once the picture was painted, or cannot be, or has not come in
 * three seconds. Nothing stands in it that differs from start to start, so that its hash is one of the build.
 */
export const FIRST_PAGE_SCRIPT = `(() => {
  const picture = document.querySelector('#first-picture img');
  const { script, style } = document.getElementById('root').dataset;
  const begin = () => {
    begun = true;
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: style });
    const load = () => document.head.append(Object.assign(document.createElement('script'), { type: 'module', src: script }));
    link.onload = link.onerror = load;
    document.head.append(link);
  };
  let begun = false;
  const once = () => begun || begin();
  const show = () => {
    picture.parentElement.className = 'is-there';
    requestAnimationFrame(() => requestAnimationFrame(once));
  };
  picture.decode().then(show, () => {
    document.getElementById('first-picture').remove();
    once();
  });
  setTimeout(once, 3000);
})();`;

/** Turned like the panel of the stage (`renderer/panel/geometry.ts`), in units of the window. */
const TURNED = {
  '0': 'width:100vw;height:100vh',
  '90': 'width:100vh;height:100vw;transform:translate(100vw,0) rotate(90deg)',
  '180': 'width:100vw;height:100vh;transform:translate(100vw,100vh) rotate(180deg)',
  '270': 'width:100vh;height:100vw;transform:translate(0,100vh) rotate(270deg)',
} as const;

/** Lays the picture as the stage will, on black. */
export function firstPageStyle({ fit, background, rotation, orientation }: FirstPictureLook): string {
  return [
    'html,body{margin:0;width:100%;height:100%;overflow:hidden;background:#000;cursor:none}',
    `#first-picture{position:fixed;top:0;left:0;transform-origin:0 0;background:${background};${TURNED[rotation === 'auto' ? '0' : rotation]}}`,
    `#first-picture img{position:absolute;inset:0;width:100%;height:100%;object-fit:${fit}}`,
    ...(rotation === 'auto' ? [turnedByShape(orientation)] : []),
    // A colour would be seen before the picture; on black the picture waits for nothing.
    ...(background === '#000000'
      ? []
      : ['#first-picture{visibility:hidden}#first-picture.is-there{visibility:visible}']),
  ].join('');
}

/** A quarter turn where the panel's shape and the wanted orientation disagree. */
function turnedByShape(orientation: FirstPictureLook['orientation']): string {
  // Wider than high, or square, is landscape.
  const disagrees =
    orientation === 'portrait' ? '(min-aspect-ratio:1/1)' : 'not all and (min-aspect-ratio:1/1)';
  return `@media ${disagrees}{#first-picture{${TURNED['90']}}}`;
}
