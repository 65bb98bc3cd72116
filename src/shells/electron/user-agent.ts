/**
 * Electron's user agent as the Chrome that it is: without the app's own name and Electron's, by which sites take a browser for
 * none that they know (https://www.electronjs.org/docs/latest/api/app#appuseragentfallback).
 */
export function plainUserAgent(fallback: string): string {
  return fallback.replaceAll(/ (?!AppleWebKit\/|Chrome\/|Safari\/|Mobile\/)[A-Za-z][\w.-]*\/[\w.+-]+/g, '');
}
