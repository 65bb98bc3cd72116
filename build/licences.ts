import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ShippedLicence } from '../src/shared/licences.ts';
import { bundleLists } from './collect-packages.ts';

const root = join(import.meta.dirname, '..');
/** Files that are shipped without being code of a bundle, and what their licences are. */
const beside = [
  ...fontLicences(),
  { name: 'Adobe character maps', licence: 'BSD-3-Clause', file: 'node_modules/pdfjs-dist/cmaps/LICENSE' },
  ...['FOXIT:BSD-3-Clause', 'LIBERATION:OFL-1.1'].map((font) => besidePdf('standard_fonts', font)),
  ...['JBIG2:BSD-3-Clause', 'OPENJPEG:BSD-2-Clause', 'QCMS:MIT', 'QUICKJS:MIT'].map((part) =>
    besidePdf('wasm', part),
  ),
] as const;

/** Every family of fonts has its licence beside it, under the first word of its files. */
function fontLicences(): { name: string; licence: string; file: string }[] {
  const families = readdirSync(join(root, 'assets/fonts'))
    .filter((file) => file.endsWith('.woff2'))
    .map((file) => file.slice(0, file.indexOf('-')));
  return [...new Set(families)].map((family) => ({
    name: `The typeface ${family.charAt(0).toUpperCase()}${family.slice(1)}`,
    licence: 'OFL-1.1',
    file: `assets/fonts/${family}-LICENSE.txt`,
  }));
}

function besidePdf(folder: string, part: string): { name: string; licence: string; file: string } {
  const [name = '', licence = ''] = part.split(':');
  return {
    name: `PDF.js ${folder}: ${name}`,
    licence,
    file: `node_modules/pdfjs-dist/${folder}/LICENSE_${name}`,
  };
}

/** Every licence of what the bundles hold, sorted by name; throws when one has no text. */
function shippedLicences(): readonly ShippedLicence[] {
  const folders = readdirSync(bundleLists).flatMap(
    (file) => JSON.parse(readFileSync(join(bundleLists, file), 'utf8')) as string[],
  );
  const packages = [...new Set(folders)].map(licenceOfPackage);
  const others = beside.map(({ name, licence, file }) => ({
    name,
    version: '',
    licence,
    text: readFileSync(join(root, file), 'utf8'),
  }));
  return [...packages, ...others].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Writes what the packages carry: for the hidden settings, and beside the program. */
export function writeLicences(): void {
  const licences = shippedLicences();
  const folder = join(root, 'out/licences');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(root, 'out/renderer/licences.json'), JSON.stringify(licences));
  const own = `DigiPlayer\n\n${readFileSync(join(root, 'LICENSE'), 'utf8').trim()}\n`;
  const texts = licences.map(
    (each) => `${'-'.repeat(79)}\n${titleOf(each)}\n\n${each.text.trim().replaceAll('\r\n', '\n')}\n`,
  );
  const intro = '\nIt holds parts of others, under their own licences:';
  writeFileSync(join(folder, 'LICENSES.txt'), `${own}${intro}\n\n${texts.join('\n')}`);
  // Debian's form names what is in a package, and leaves long texts where they are.
  const names = licences.map((each) => `  ${titleOf(each)}\n`).join('');
  const where =
    'Their texts are in LICENSES.txt, beside the program in /opt; that of the\n' +
    'Apache License also in /usr/share/common-licenses/Apache-2.0.';
  writeFileSync(join(folder, 'copyright'), `${own}${intro}\n\n${names}\n${where}\n`);
}

function titleOf({ name, version, licence }: ShippedLicence): string {
  return [name, version, `(${licence})`].filter(Boolean).join(' ');
}

function licenceOfPackage(folder: string): ShippedLicence {
  const path = join(root, folder);
  const { name, version, license } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
    license?: string;
  };
  const files = readdirSync(path).filter((file) => /^(licen[cs]e|copying)/i.test(file));
  // A few have theirs in the README only.
  if (files.length === 0) files.push(...readdirSync(path).filter((file) => /^readme/i.test(file)));
  const text = files
    .sort()
    .map((file) => readFileSync(join(path, file), 'utf8').trim())
    .join('\n\n');
  if (license === undefined || text === '')
    throw new Error(`${folder} names no licence, or has no text of it, and may not be shipped.`);
  // Where there is a choice, it is taken under the first.
  return { name, version, licence: license.replace(/^\(/, '').split(/ OR |\)/)[0] ?? license, text };
}
