import { readFileSync } from 'node:fs';

/** What the guide has people type, and what shows it elsewhere; every other line is run in the throw-away root. */
const shownElsewhere: readonly (readonly [RegExp, string])[] = [
  [/^(DIGIPLAYER_PURGE_CONTENT=yes )?apt-get (update|install|purge) /, 'dpkg does the same there, offline'],
  [/^apt-get update$/, 'it needs the network'],
  [/^systemctl reboot$/, 'there is no machine to reboot'],
  [/^systemctl --user enable --now /, 'there is no session; the unit is switched on for all users instead'],
  [/^(tar -xzf|\.\/)/, 'chromium-package.test.ts unpacks and starts it'],
];

/** The text of the guide. */
export function readGuide(): string {
  return readFileSync('docs/install.md', 'utf8');
}

/** Every line that the guide tells people to type, without `sudo`, in its order. */
export function typedCommands(): string[] {
  return [...readGuide().matchAll(/^```sh\n([^`]*)^```$/gm)]
    .flatMap(([, block = '']) => block.split('\n'))
    .map((line) => line.replace(/^sudo /, '').trim())
    .filter(Boolean);
}

/** Those of them that are run in the throw-away root with the package of the Chromium shell. */
export function rootCommands(): string[] {
  return typedCommands().filter((line) => !shownElsewhere.some(([pattern]) => pattern.test(line)));
}
