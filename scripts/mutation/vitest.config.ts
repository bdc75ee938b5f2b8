import { defineConfig } from 'vitest/config';

// For Stryker alone. It would start every project of the other configuration, those with windows too.
const include = (process.env.SIGHTGLASS_MUTATION_TESTS ?? 'test/unit/**/*.test.ts').split(',');

export default defineConfig({ test: { include, testTimeout: 20_000, hookTimeout: 60_000 } });
