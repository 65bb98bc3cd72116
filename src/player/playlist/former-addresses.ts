import type { PlaylistItem } from './playlist-item.ts';

type Addressed = Pick<PlaylistItem, 'id' | 'url'>;

/** An address without its query, which many servers write anew with each answer (a signature, a time). */
function withoutQuery(url: string): string {
  return url.split('?', 1)[0] ?? url;
}

/**
 * Under which address each of `items` was named before, where that differs in nothing but its query: by address of
 * today. Items are told apart by their id, else by being the only one with such an address in their list.
 */
export function formerAddresses(
  items: readonly Addressed[],
  before: readonly (readonly Addressed[])[],
): ReadonlyMap<string, string> {
  const lists = before.map(byAddress);
  const today = byAddress(items);
  const former = new Map<string, string>();
  for (const { id, url } of items) {
    const address = withoutQuery(url);
    for (const list of lists) {
      const named = list.get(address) ?? [];
      if (named.some((other) => other.url === url)) break;
      const only = named.length === 1 && today.get(address)?.length === 1 ? named[0] : undefined;
      const found = named.find((other) => other.id === id) ?? only;
      if (found === undefined) continue;
      former.set(url, found.url);
      break;
    }
  }
  return former;
}

/** Whether both lists name files at the same addresses, whatever the queries say. */
export function haveSameAddresses(one: readonly Addressed[], other: readonly Addressed[]): boolean {
  const [first, second] = [byAddress(one), byAddress(other)];
  return first.size === second.size && [...first.keys()].every((address) => second.has(address));
}

function byAddress(items: readonly Addressed[]): ReadonlyMap<string, readonly Addressed[]> {
  const found = new Map<string, Addressed[]>();
  for (const item of items) {
    const address = withoutQuery(item.url);
    const named = found.get(address);
    if (named === undefined) found.set(address, [item]);
    else if (named.every(({ url }) => url !== item.url)) named.push(item);
  }
  return found;
}
