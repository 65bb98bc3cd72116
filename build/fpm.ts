#!/usr/bin/env node
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { makeDeb } from './linux-package/make-deb.ts';
import { makeRpm } from './linux-package/make-rpm.ts';
import type { PackagePlan } from './linux-package/package-plan.ts';

/*
 * What electron-builder calls fpm: the same options, done by the machine's own dpkg-deb and rpmbuild, so that a release is
 * built by the same few lines as the packages that the tests look into. Options that are not here are an error.
 */

const text = { type: 'string' } as const;
const several = { type: 'string', multiple: true } as const;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'input-type': { type: 'string', short: 's' },
    'output-type': { type: 'string', short: 't' },
    force: { type: 'boolean' },
    depends: { ...several, short: 'd' },
    'deb-recommends': several,
    'deb-suggests': several,
    'deb-compression': text,
    'deb-priority': text,
    'rpm-os': text,
    'rpm-compression': text,
    'rpm-summary': text,
    'rpm-tag': several,
    architecture: text,
    'after-install': text,
    'after-remove': text,
    'before-remove': text,
    description: text,
    version: text,
    package: text,
    name: text,
    maintainer: text,
    vendor: text,
    url: text,
    category: text,
    license: text,
    exclude: { ...several, short: 'x' },
  },
});

const target = values['output-type'];
if (target === 'deb') makeDeb(planOf());
else if (target === 'rpm') makeRpm(planOf());
else throw new Error(`Only deb and rpm are made here, not ${target ?? 'nothing'}.`);

function planOf(): PackagePlan {
  // electron-builder gives Debian's form: the synopsis, then each further line behind a blank.
  const [first = '', ...rest] = (values.description ?? '').split('\n').map((line) => line.trim());
  const summary = values['rpm-summary'] ?? first;
  return {
    name: values.name ?? '',
    version: values.version ?? '',
    architecture: values.architecture ?? '',
    maintainer: values.maintainer ?? '',
    homepage: values.url ?? '',
    licence: values.license ?? '',
    section: values.category ?? 'misc',
    summary,
    description: rest.length > 0 ? rest : [first],
    depends: values.depends ?? [],
    recommends: values['deb-recommends'] ?? [],
    suggests: values['deb-suggests'] ?? [],
    tags: values['rpm-tag'] ?? [],
    contents: positionals.map(entryOf),
    excluded: values.exclude ?? [],
    scripts: {
      afterInstall: values['after-install'],
      beforeRemove: values['before-remove'],
      afterRemove: values['after-remove'],
    },
    compression: (values['deb-compression'] ?? values['rpm-compression'] ?? '').startsWith('zst')
      ? 'zstd'
      : 'xz',
    file: resolve(values.package ?? ''),
  };
}

/** `from=to`; a folder's name ends with a slash there. */
function entryOf(positional: string): PackagePlan['contents'][number] {
  const at = positional.lastIndexOf('=');
  return { from: resolve(positional.slice(0, at)), to: positional.slice(at + 1) };
}
