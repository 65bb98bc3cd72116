import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [react()],
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.ts', 'tests/unit/**/*.test.tsx'],
          environment: 'node',
          // Of a machine that is busy with something else; no test waits that long for what it checks.
          testTimeout: 20_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          environment: 'node',
          testTimeout: 30_000,
          // Most of their time they wait for servers, disks and clocks.
          maxWorkers: 3,
        },
      },
      {
        test: {
          // From the built bundles, which `npm run updates:check` makes before: no two may build at once.
          name: 'updates',
          include: ['tests/updates/**/*.test.ts'],
          environment: 'node',
          testTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          // Fetches Debian's nmcli, which is no business of `npm test`.
          name: 'nmcli',
          include: ['tests/nmcli/**/*.test.ts'],
          environment: 'node',
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'package',
          include: ['tests/package/**/*.test.ts'],
          environment: 'node',
          globalSetup: 'tests/package/make-packages.ts',
          testTimeout: 60_000,
          // One look at a package does not disturb the next; two at once would only share the same cores.
          fileParallelism: false,
        },
      },
    ],
  },
});
