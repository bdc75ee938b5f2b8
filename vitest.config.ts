import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// Projects share one runner, so that `vitest run --project unit` and the whole suite read the same way.
export default defineConfig({
  plugins: [react()],
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          // To begin a process for each file, and to load the same there again, is more work than all tests are.
          isolate: false,
          setupFiles: ['test/support/leaves-nothing.ts'],
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'ui',
          include: ['test/ui/**/*.test.ts'],
          // The interface, built once for all files.
          globalSetup: ['test/support/ui/gallery-once.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // As long as Playwright waits for what it looks for on these pages.
          expect: { poll: { timeout: 5_000 } },
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'servers',
          include: ['test/servers/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          setupFiles: ['test/support/report-failure.ts', 'test/support/one-browser.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // What is polled for takes as long as windows and processes do: a second is too little on a busy machine.
          expect: { poll: { timeout: 30_000 } },
          // One window, one display, one keyring: files take turns.
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'installed',
          include: ['test/installed/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          expect: { poll: { timeout: 30_000 } },
          // One system, into which packages are installed.
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'packages',
          include: ['test/packages/**/*.test.ts'],
          // The packages of Linux, built once for all files.
          globalSetup: ['test/packages/built-once.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
