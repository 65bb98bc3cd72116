/** What Chromium says of every machine without a system bus, and of every end. */
const NOISE = /dbus|zygote_linux|unexpected operator/;
/** Chromium's own prefix: process, thread, date and level, for whoever reads its sources. */
const PREFIX = /^\[[\d:/.]+:(?:ERROR|FATAL|WARNING|INFO):\S+\] ?/;
const LINES = 2;
const LONGEST = 300;
/** The display server closed the connection, or never took one. */
const DISPLAY_LOST =
  /X connection error|Missing X server|cannot open display|platform failed to initialize|wayland_connection|Failed to connect to Wayland/i;

/** The last lines of what a browser wrote to standard error, short enough for a message; empty when it said nothing. */
export function quoteLastWords(words: string): string {
  const lines = words.split('\n').filter((line) => line.trim() !== '');
  const telling = lines.filter((line) => !NOISE.test(line));
  return (telling.length > 0 ? telling : lines)
    .slice(-LINES)
    .map((line) =>
      line
        .replace(PREFIX, '')
        .replaceAll(/\p{Cc}+/gu, ' ')
        .trim(),
    )
    .join(' ')
    .slice(0, LONGEST);
}

/** Whether a browser that ended says that its graphics process kept dying (content/browser/gpu/gpu_data_manager_impl_private.cc). */
export function saysGraphicsFailed(words: string): boolean {
  return words.includes("GPU process isn't usable");
}

/** Whether a browser that ended says that it lost its display. */
export function saysDisplayLost(words: string): boolean {
  return DISPLAY_LOST.test(words);
}
