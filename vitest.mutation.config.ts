import { defineConfig } from 'vitest/config';

/** The tests of one room, without the projects of the other configuration; `tests/mutation/main.ts` names them. */
export default defineConfig({
  test: {
    include: (process.env['DIGIPLAYER_MUTATION_TESTS'] ?? '').split(','),
    environment: 'node',
    testTimeout: 300_000,
  },
});
