/** How many primitives of a filter take a browser minutes for one picture of a panel's size. */
const PRIMITIVES = 400;

/** A drawing of about 98 kB that a browser is busy with for minutes. */
export function heavyDrawing(): string {
  const pairs = Array.from({ length: PRIMITIVES / 2 }, (_, at) => {
    const input = at === 0 ? 'SourceGraphic' : `displacement${at - 1}`;
    return [
      `<feTurbulence type="fractalNoise" baseFrequency="0.0${(at % 9) + 1}1 0.0${(at % 7) + 1}3" numOctaves="9" seed="${at}"`,
      ` stitchTiles="stitch" x="0%" y="0%" width="100%" height="100%" color-interpolation-filters="linearRGB" result="turbulence${at}"/>`,
      `<feDisplacementMap in="${input}" in2="turbulence${at}" scale="${50 + (at % 50)}" xChannelSelector="R" yChannelSelector="G"`,
      ` x="0%" y="0%" width="100%" height="100%" color-interpolation-filters="linearRGB" result="displacement${at}"/>\n`,
    ].join('');
  });
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" width="1920" height="1080" viewBox="0 0 1920 1080">',
    `<filter id="heavy" x="0" y="0" width="1" height="1">${pairs.join('')}</filter>`,
    '<rect width="1920" height="1080" fill="#f0f" filter="url(#heavy)"/></svg>',
  ].join('');
}
