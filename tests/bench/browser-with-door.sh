#!/bin/sh
# The machine's browser, whose pages a measurement may look into; DIGIPLAYER_BENCH_V8 has flags for V8, with a blank between them.
exec "$DIGIPLAYER_TEST_BROWSER" --remote-debugging-port=0 "--js-flags=$DIGIPLAYER_BENCH_V8" "$@"
