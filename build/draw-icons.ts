import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** A picture for the packages: its place below `build/`, and its bytes. */
export interface DrawnIcon {
  readonly file: string;
  readonly png: Uint8Array;
}

const root = join(import.meta.dirname, '..');
/** What Linux desktops ask for; macOS and Windows make their own out of the large one. */
const linuxSizes = [16, 32, 48, 64, 128, 256, 512] as const;

let ready: Promise<void> | null = null;

/** Draws `assets/icon/icon.svg` in every size that a package needs. */
export async function drawIcons(): Promise<readonly DrawnIcon[]> {
  const wasm = createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm');
  // The library takes its module once in a process.
  ready ??= initWasm(readFile(wasm));
  await ready;
  const svg = await readFile(join(root, 'assets/icon/icon.svg'), 'utf8');
  const draw = (size: number): Uint8Array =>
    new Resvg(svg, { fitTo: { mode: 'width', value: size } }).render().asPng();
  return [
    { file: 'icon.png', png: draw(1024) },
    ...linuxSizes.map((size) => ({ file: `icons/${size}x${size}.png`, png: draw(size) })),
  ];
}
