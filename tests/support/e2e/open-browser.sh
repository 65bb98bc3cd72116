#!/bin/sh
# The machine's browser with a door for a test to do harm through, and little memory for the script of its pages.
exec "$DIGIPLAYER_TEST_BROWSER" --remote-debugging-port=0 --js-flags=--max-old-space-size=96 "$@"
