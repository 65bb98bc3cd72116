/** The files that run in a thread of their own, by their place under `src/`. */
export type ThreadName =
  | 'player/media/probe-thread'
  | 'player/media/local-folder-thread'
  | 'player/stick/stick-thread'
  | 'platform/machine/standstill-thread';

/**
 * Where a thread's file lies: the source itself when the player runs from its source, else the file of the same name that
 * the build put beside the bundles (in a package both lie in the same archive).
 */
export function threadFile(name: ThreadName): URL {
  const isSource = import.meta.url.endsWith('.ts');
  const baseName = name.slice(name.lastIndexOf('/') + 1);
  return new URL(isSource ? `../../${name}.ts` : `../threads/${baseName}.cjs`, import.meta.url);
}
