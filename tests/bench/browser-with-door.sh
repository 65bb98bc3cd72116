#!/bin/sh
# The machine's browser, whose pages a measurement may look into.
exec "$DIGIPLAYER_TEST_BROWSER" --remote-debugging-port=0 "$@"
