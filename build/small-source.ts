/**
 * For every bundle: an engine keeps the whole source of what it runs, with two bytes for each character where a single one of them
 * is beyond Latin-1. Comments are for the sources; what others wrote of their licence stands in a file of its own
 * (`build/licences.ts`).
 */
export const smallSource = { charset: 'ascii', comments: false } as const;
