import { expect, it } from 'vitest';
import { quoteLastWords, saysDisplayLost } from '../../../../src/shells/chromium/last-words.ts';

/** As Chromium 156 wrote it where no X server was. */
const NO_SERVER = `[29930:29930:1128/111359.414258:ERROR:ui/ozone/platform/x11/ozone_platform_x11.cc:257] Missing X server or $DISPLAY
[29930:29930:1128/111359.414285:ERROR:ui/aura/env.cc:253] The platform failed to initialize.  Exiting.
[29930:29959:1128/111359.415534:ERROR:dbus/bus.cc:405] Failed to connect to the bus: Failed to connect to socket /run/dbus/system_bus_socket: No such file or directory
`;

it('quotes the last lines that tell something, without what every machine says', () => {
  expect(quoteLastWords(NO_SERVER)).toBe(
    'Missing X server or $DISPLAY The platform failed to initialize.  Exiting.',
  );
  expect(quoteLastWords('\n')).toBe('');
  expect(quoteLastWords('[1:1:0/0:ERROR:dbus/bus.cc:405] no bus')).toBe('no bus');
  expect(quoteLastWords(`a\u001b[31mb${'x'.repeat(4_000)}`)).toHaveLength(300);
});

it('knows a browser that lost its display by its own words', () => {
  expect(saysDisplayLost(NO_SERVER)).toBe(true);
  expect(saysDisplayLost('[1:1:0/0:ERROR:ui/gfx/x/connection.cc:64] X connection error received.')).toBe(
    true,
  );
  expect(saysDisplayLost('error while loading shared libraries: libnss3.so')).toBe(false);
});
