/*
 * The pictures of the demo, drawn as SVG text. Each scene takes a moment of its loop, from 0 to below 1, and looks the
 * same at 1 as at 0; a still is its moment 0. All of it is our own work.
 */

const TURN = 2 * Math.PI;

/** Numbers from 0 to below 1 that are the same at every run (mulberry32). */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function page(width, height, content, defs = '') {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="Inter, sans-serif"><defs>${defs}</defs>${content}</svg>`;
}

function gradient(id, stops, vertical = true) {
  const direction = vertical ? 'x1="0" y1="0" x2="0" y2="1"' : 'x1="0" y1="0" x2="1" y2="0"';
  const parts = stops.map(
    ([at, colour, opacity = 1]) => `<stop offset="${at}" stop-color="${colour}" stop-opacity="${opacity}"/>`,
  );
  return `<linearGradient id="${id}" ${direction}>${parts.join('')}</linearGradient>`;
}

function glow(id, colour, strength = 0.9) {
  return `<radialGradient id="${id}"><stop offset="0" stop-color="${colour}" stop-opacity="${strength}"/><stop offset=".35" stop-color="${colour}" stop-opacity="${strength * 0.35}"/><stop offset="1" stop-color="${colour}" stop-opacity="0"/></radialGradient>`;
}

function text(x, y, size, weight, fill, words, more = '') {
  return `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${fill}" ${more}>${words}</text>`;
}

/** A filled shape below a line of added waves. */
function ridge(width, height, level, waves, fill) {
  const points = [];
  for (let x = -20; x <= width + 20; x += 10) {
    const y = waves.reduce(
      (sum, [length, rise, phase]) => sum + rise * Math.sin((TURN * x) / length + phase),
      level,
    );
    points.push(`${x} ${y.toFixed(1)}`);
  }
  return `<path d="M${points.join('L')}L${width + 20} ${height}L-20 ${height}Z" fill="${fill}"/>`;
}

function sunrise() {
  const next = numbers(7);
  const layers = ['#f2b391', '#dd8f83', '#b06b7b', '#7a4d72', '#4a3563', '#271f47'];
  const ridges = layers.map((fill, depth) =>
    ridge(
      1920,
      1080,
      610 + depth * 74,
      [
        [1900 - depth * 190, 64 - depth * 3, next() * TURN],
        [610 + next() * 200, 26, next() * TURN],
        [233 + next() * 60, 9, next() * TURN],
        [71 + next() * 20, 2.5, next() * TURN],
      ],
      fill,
    ),
  );
  const mist = [680, 765, 850].map(
    (y, index) =>
      `<rect y="${y}" width="1920" height="120" fill="url(#mist)" opacity="${0.5 - index * 0.12}"/>`,
  );
  const layered = ridges.flatMap((path, depth) => [path, depth > 0 && depth < 4 ? mist[depth - 1] : '']);
  const birds = [
    [1220, 300, 1],
    [1278, 268, 0.8],
    [1330, 312, 0.7],
    [1408, 250, 0.55],
  ].map(
    ([x, y, scale]) =>
      `<path d="M0 0q14-16 30-2q16-14 30 2q-16-8-30 6q-14-14-30-6z" transform="translate(${x} ${y}) scale(${scale})" fill="#5c3d63"/>`,
  );
  return page(
    1920,
    1080,
    `<rect width="1920" height="1080" fill="url(#sky)"/><circle cx="1290" cy="560" r="620" fill="url(#glow)"/><circle cx="1290" cy="560" r="118" fill="#fff3d6"/>${layered.join('')}${birds.join('')}` +
      text(120, 250, 148, 700, '#2b2350', 'Good morning.', 'letter-spacing="-6"') +
      text(126, 330, 42, 500, '#53406c', 'The terrace opens at eight. Coffee is already on.') +
      text(126, 1000, 30, 600, '#f7d9c0', 'HARBOUR HOUSE', 'letter-spacing="6"'),
    gradient('sky', [
      [0, '#8fb6d9'],
      [0.3, '#f5cfb4'],
      [0.58, '#ffdfa8'],
      [1, '#f4a261'],
    ]) +
      glow('glow', '#fff1c4') +
      gradient('mist', [
        [0, '#ffe6c9', 0],
        [0.5, '#ffe6c9', 0.55],
        [1, '#ffe6c9', 0],
      ]),
  );
}

function menu() {
  const dishes = [
    ['Tomato soup, basil oil', '6.80'],
    ['Beetroot, goat’s cheese, walnut', '9.40'],
    ['Smoked trout on rye', '11.20'],
    ['Barley risotto, spring peas', '13.50'],
    ['Almond cake, sour cherries', '5.60'],
    ['Flat white, oat or cow', '3.90'],
  ];
  const rows = dishes.map(([name, price], index) => {
    const y = 392 + index * 102;
    return (
      text(860, y, 46, 550, '#2e2a25', name) +
      text(1800, y, 46, 650, '#b5482f', price, 'text-anchor="end"') +
      `<path d="M860 ${y + 34}H1800" stroke="#d9cdb8" stroke-width="2"/>`
    );
  });
  const steam = [0, 1, 2].map(
    (index) =>
      `<path d="M${300 + index * 62} 430c-44-58 44-92 0-150s44-92 0-150" fill="none" stroke="#f6efe4" stroke-width="${11 - index}" stroke-linecap="round" opacity="${0.55 - index * 0.08}"/>`,
  );
  return page(
    1920,
    1080,
    `<rect width="1920" height="1080" fill="#f6efe4"/><rect width="740" height="1080" fill="#b5482f"/><circle cx="362" cy="620" r="330" fill="#c65a3d"/>${steam.join('')}` +
      `<ellipse cx="362" cy="872" rx="282" ry="40" fill="#8f3522"/><ellipse cx="362" cy="852" rx="262" ry="38" fill="#fbf6ec"/>` +
      `<path d="M566 560c130-18 142 168-28 172" fill="none" stroke="#fbf6ec" stroke-width="40" stroke-linecap="round"/>` +
      `<path d="M142 500h440c0 190-66 340-220 340s-220-150-220-340z" fill="#fbf6ec"/><ellipse cx="362" cy="500" rx="220" ry="44" fill="#e9dcc5"/><ellipse cx="362" cy="506" rx="196" ry="34" fill="#5b3524"/><path d="M250 506c60-26 96 22 140-4s70-8 84 2" fill="none" stroke="#d9a679" stroke-width="9" stroke-linecap="round"/>` +
      text(856, 230, 104, 750, '#2e2a25', 'Lunch, today', 'letter-spacing="-4"') +
      rows.join('') +
      text(860, 1004, 28, 500, '#8a7f6d', 'Bread and water are on the house. Ask us about allergens.'),
  );
}

function exhibition() {
  const next = numbers(42);
  const colours = ['#e4572e', '#f3a712', '#2e86ab', '#1b1f3b', '#f4ebdd', '#6b9080'];
  const size = 180;
  const tiles = [];
  for (let row = 0; row < 6; row++) {
    for (let column = 0; column < 6; column++) {
      const ground = Math.floor(next() * colours.length);
      const figure = (ground + 1 + Math.floor(next() * (colours.length - 1))) % colours.length;
      const turn = 90 * Math.floor(next() * 4);
      const shapes = [
        `<path d="M0 0h${size}a${size} ${size} 0 0 1-${size} ${size}z" fill="${colours[figure]}"/>`,
        `<circle cx="90" cy="90" r="64" fill="${colours[figure]}"/><circle cx="90" cy="90" r="26" fill="${colours[ground]}"/>`,
        `<path d="M0 ${size}L${size} ${size}L${size} 0z" fill="${colours[figure]}"/>`,
        `<path d="M0 0h${size}a90 90 0 0 1-${size} 0zM0 90h${size}a90 90 0 0 1-${size} 0z" fill="${colours[figure]}"/>`,
        [0, 1, 2, 3]
          .map((line) => `<rect y="${line * 45}" width="${size}" height="22" fill="${colours[figure]}"/>`)
          .join(''),
      ];
      tiles.push(
        `<g transform="translate(${column * size} ${row * size}) rotate(${turn} 90 90)"><rect width="${size}" height="${size}" fill="${colours[ground]}"/>${shapes[Math.floor(next() * shapes.length)]}</g>`,
      );
    }
  }
  return page(
    1920,
    1080,
    `<rect width="1920" height="1080" fill="#f4ebdd"/>${tiles.join('')}` +
      text(1160, 330, 132, 800, '#1b1f3b', 'Form', 'letter-spacing="-6"') +
      text(1160, 460, 132, 800, '#1b1f3b', 'follows', 'letter-spacing="-6"') +
      text(1160, 590, 132, 800, '#e4572e', 'play.', 'letter-spacing="-6"') +
      `<path d="M1164 690h120" stroke="#1b1f3b" stroke-width="8"/>` +
      text(1164, 780, 38, 600, '#1b1f3b', 'Thirty-six tiles by forty children') +
      text(1164, 836, 38, 450, '#4d5068', 'Gallery West, third floor') +
      text(1164, 892, 38, 450, '#4d5068', '3 May to 28 June, free entry'),
  );
}

function stillness() {
  const stripes = [];
  for (let index = 0; index < 34; index++) {
    const y = 130 + index * 15;
    const half = Math.sqrt(Math.max(0, 260 ** 2 - (y - 390) ** 2));
    if (half > 4)
      stripes.push(
        `<rect x="${(960 - half).toFixed(1)}" y="${y}" width="${(2 * half).toFixed(1)}" height="${(3 + index * 0.28).toFixed(1)}" rx="1.5" fill="#ff7a59"/>`,
      );
  }
  const sea = [];
  for (let index = 0; index < 16; index++) {
    const y = 672 + index * 15 + index ** 1.35;
    const waves = [];
    for (let x = -20; x <= 1940; x += 20)
      waves.push(
        `${x} ${(y + (2 + index * 0.8) * Math.sin(x / (90 + index * 12) + index * 0.9)).toFixed(1)}`,
      );
    sea.push(
      `<path d="M${waves.join('L')}" fill="none" stroke="#9ad1d4" stroke-width="${(1.2 + index * 0.16).toFixed(2)}" opacity="${(0.35 + index * 0.036).toFixed(2)}"/>`,
    );
  }
  return page(
    1920,
    1080,
    `<rect width="1920" height="1080" fill="#0f2530"/>${stripes.join('')}${sea.join('')}` +
      text(960, 1024, 40, 500, '#dfeeee', 'Slow is a speed, too.', 'text-anchor="middle" letter-spacing="3"'),
  );
}

function lighthouse() {
  const next = numbers(11);
  const stars = Array.from(
    { length: 150 },
    () =>
      `<circle cx="${(next() * 1080).toFixed(0)}" cy="${(next() * 1050).toFixed(0)}" r="${(0.7 + next() * 2).toFixed(1)}" fill="#fff" opacity="${(0.25 + next() * 0.7).toFixed(2)}"/>`,
  );
  const sea = ['#16466b', '#103a5c', '#0b2d4a', '#072138'].map((fill, depth) =>
    ridge(
      1080,
      1920,
      1400 + depth * 92,
      [
        [520 - depth * 60, 12 + depth * 4, next() * TURN],
        [190 + depth * 30, 6, next() * TURN],
      ],
      fill,
    ),
  );
  const bands = [0, 1, 2].map(
    (band) =>
      `<path d="M${478 - band * 22} ${860 + band * 190}H${602 + band * 22}L${613 + band * 22} ${955 + band * 190}H${467 - band * 22}Z" fill="#d5402b"/>`,
  );
  return page(
    1080,
    1920,
    `<rect width="1080" height="1920" fill="url(#night)"/>${stars.join('')}<path d="M540 712L-160 380V600Z" fill="url(#left)"/><path d="M540 712L1240 520V900Z" fill="url(#right)"/>` +
      `<circle cx="540" cy="712" r="300" fill="url(#lamp)"/>${sea[0]}<path d="M250 1460c60-110 180-120 290-118s240 20 300 118l60 90H190z" fill="#1a2433"/>` +
      `<path d="M478 860H602L660 1370H420Z" fill="#f4efe4"/>${bands.join('')}<rect x="452" y="826" width="176" height="34" rx="6" fill="#1a2433"/><rect x="486" y="668" width="108" height="158" fill="#ffe7a3"/><path d="M486 668v158M522 668v158M558 668v158M594 668v158" stroke="#1a2433" stroke-width="7"/><path d="M470 668L540 590L610 668Z" fill="#d5402b"/><path d="M540 590v-46" stroke="#1a2433" stroke-width="7"/>` +
      `<path d="M516 1370v-74a24 24 0 0 1 48 0v74z" fill="#1a2433"/>${sea.slice(1).join('')}` +
      text(84, 236, 124, 760, '#f7f3e8', 'Night of the', 'letter-spacing="-4"') +
      text(84, 366, 124, 760, '#ffd166', 'lighthouses', 'letter-spacing="-4"') +
      text(90, 1770, 44, 600, '#f7f3e8', 'Saturday from nine') +
      text(90, 1832, 36, 450, '#a9c3d9', 'Boats leave from pier four, every half hour'),
    gradient('night', [
      [0, '#070b24'],
      [0.55, '#1d3b6b'],
      [0.75, '#3f6a94'],
    ]) +
      glow('lamp', '#ffe7a3') +
      gradient(
        'left',
        [
          [0, '#ffe7a3', 0],
          [1, '#ffe7a3', 0.55],
        ],
        false,
      ) +
      gradient(
        'right',
        [
          [0, '#ffe7a3', 0.55],
          [1, '#ffe7a3', 0],
        ],
        false,
      ),
  );
}

function tide(moment) {
  const swell = ['#ee9b5f', '#d9736b', '#a9547a', '#6c3f7c', '#3b2a66', '#1e1a48'].map((fill, depth) =>
    ridge(
      1280,
      720,
      384 + depth * 54 + 5 * Math.sin(TURN * moment + depth),
      [
        [820 - depth * 70, 13 + depth * 3, TURN * moment * (depth % 2 === 0 ? 1 : -1) + depth * 1.7],
        [300 + depth * 28, 6 + depth, -TURN * 2 * moment + depth * 2.3],
      ],
      fill,
    ),
  );
  const sparks = Array.from({ length: 26 }, (unused, index) => {
    const y = 400 + index * 12;
    const wide = (28 + index * 5) * (0.55 + 0.45 * Math.sin(TURN * (2 * moment + index * 0.37)));
    const x = 860 + 26 * Math.sin(index * 2.1 + TURN * moment);
    return `<rect x="${(x - wide / 2).toFixed(1)}" y="${y}" width="${wide.toFixed(1)}" height="4" rx="2" fill="#ffe8b8" opacity="${(0.75 - index * 0.022).toFixed(2)}"/>`;
  });
  const sunY = 300 + 8 * Math.sin(TURN * moment);
  const boatY = 452 + 9 * Math.sin(TURN * moment + 1);
  return page(
    1280,
    720,
    `<rect width="1280" height="720" fill="url(#sky)"/><circle cx="860" cy="${sunY}" r="420" fill="url(#glow)"/><circle cx="860" cy="${sunY}" r="92" fill="#fff0c9"/>${swell.slice(0, 2).join('')}` +
      `<g transform="translate(${330 + 26 * Math.sin(TURN * moment)} ${boatY}) rotate(${3 * Math.sin(TURN * moment + 2)})"><path d="M-64 0H70L46 30H-44Z" fill="#2a1d4d"/><path d="M0-4V-118L58-14Z" fill="#fff0c9"/><path d="M-8-4V-104L-50-14Z" fill="#f7d7a8"/></g>` +
      `${swell.slice(2).join('')}${sparks.join('')}` +
      text(70, 128, 76, 720, '#3b2a66', 'High tide, 14:20', 'letter-spacing="-2.5"') +
      text(73, 178, 28, 500, '#5d4a80', 'The ferry waits for nobody. The ice cream does.'),
    gradient('sky', [
      [0, '#f7d9b5'],
      [0.45, '#fbc38c'],
      [0.6, '#f6a96c'],
    ]) + glow('glow', '#fff3cf'),
  );
}

function planets(moment) {
  const next = numbers(5);
  const stars = Array.from({ length: 120 }, () => {
    const twinkle = 0.5 + 0.5 * Math.sin(TURN * (moment * (1 + Math.floor(next() * 3)) + next()));
    return `<circle cx="${(next() * 1280).toFixed(0)}" cy="${(next() * 720).toFixed(0)}" r="${(0.5 + next() * 1.2).toFixed(1)}" fill="#cfd8ff" opacity="${(0.15 + 0.6 * twinkle).toFixed(2)}"/>`;
  });
  const worlds = [
    [84, 9, 4, '#f2c14e'],
    [134, 14, 3, '#f78154'],
    [192, 18, 2, '#5fad9e'],
    [256, 13, 2, '#b388eb'],
    [318, 27, 1, '#4d9de0'],
  ].map(([radius, size, turns, colour], index) => {
    const angle = TURN * (moment * turns + index * 0.27);
    const trail = Array.from({ length: 30 }, (unused, step) => {
      const back = angle - (step * 0.035 * 240) / radius;
      return `<circle cx="${(930 + radius * Math.cos(back)).toFixed(1)}" cy="${(372 + radius * 0.86 * Math.sin(back)).toFixed(1)}" r="${(size * 0.42 * (1 - step / 30)).toFixed(1)}" fill="${colour}" opacity="${(0.34 * (1 - step / 30)).toFixed(2)}"/>`;
    });
    const x = 930 + radius * Math.cos(angle);
    const y = 372 + radius * 0.86 * Math.sin(angle);
    const ring =
      index === 4
        ? `<ellipse cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" rx="${size * 1.75}" ry="${size * 0.5}" fill="none" stroke="#bfe0ff" stroke-width="4" transform="rotate(-18 ${x.toFixed(1)} ${y.toFixed(1)})"/>`
        : '';
    return `<ellipse cx="930" cy="372" rx="${radius}" ry="${radius * 0.86}" fill="none" stroke="#39406b" stroke-width="1.5"/>${trail.join('')}<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${size}" fill="${colour}"/><circle cx="${(x - size * 0.3).toFixed(1)}" cy="${(y - size * 0.3).toFixed(1)}" r="${(size * 0.55).toFixed(1)}" fill="#fff" opacity=".22"/>${ring}`;
  });
  return page(
    1280,
    720,
    `<rect width="1280" height="720" fill="#0d1024"/>${stars.join('')}<circle cx="930" cy="372" r="${150 + 8 * Math.sin(TURN * 2 * moment)}" fill="url(#sun)"/><circle cx="930" cy="372" r="44" fill="#ffd97a"/>${worlds.join('')}` +
      text(70, 300, 84, 760, '#f4f1ff', 'Five worlds', 'letter-spacing="-3"') +
      text(70, 384, 84, 760, '#f4f1ff', 'in one room', 'letter-spacing="-3"') +
      text(74, 452, 25, 500, '#9aa3d6', 'Planetarium, tonight at half past seven'),
    glow('sun', '#ffd97a'),
  );
}

/** Every item of the demo: what it is called, how large it is, and how it looks. */
export const stills = [
  { name: '1-good-morning.jpg', width: 1920, height: 1080, draw: sunrise },
  { name: '3-lunch.png', width: 1920, height: 1080, draw: menu },
  { name: '4-form-follows-play.webp', width: 1920, height: 1080, draw: exhibition },
  { name: '6-stillness.svg', width: 1920, height: 1080, draw: stillness },
  { name: '7-lighthouses-portrait.jpg', width: 1080, height: 1920, draw: lighthouse },
];

export const films = [
  {
    name: '2-high-tide.mp4',
    width: 1280,
    height: 720,
    seconds: 8,
    draw: tide,
    chord: [110, 164.81, 220, 277.18, 329.63],
  },
  {
    name: '5-five-worlds.webm',
    width: 1280,
    height: 720,
    seconds: 8,
    draw: planets,
    chord: [98, 146.83, 196, 233.08, 293.66],
  },
];
