/** How the player once looked for the root of an SVG: over comments that no root follows it never comes to an end. */
export const OLD_SVG_ROOT = /^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--[\s\S]*?-->\s*|<!DOCTYPE[^>]*>\s*)*<svg[\s>]/i;
