// vitest for Stryker: the tests that npm run mutation chose, in one project.
import { defineConfig } from 'vitest/config';

// Of the other configuration Stryker would start every project, those with windows too.
const include = (process.env.SIGHTGLASS_MUTATION_TESTS ?? 'test/unit/**/*.test.ts').split(',');

export default defineConfig({ test: { include, testTimeout: 20_000, hookTimeout: 60_000 } });
