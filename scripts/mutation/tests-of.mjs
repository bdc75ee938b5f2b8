/** Which tests may notice a change in which room. vitest leaves out those that do not import the changed file. */

/** Integration tests take seconds each, so they are run only for the rooms that they are about. */
const integrationTests = {
  'src/main/oauth/': ['oauth', 'hostile'],
  'src/main/providers/': ['oauth'],
  'src/main/net/': ['oauth', 'hostile'],
};

/**
 * The patterns of the tests for these files.
 * @param {readonly string[]} files from the project's folder, with slashes
 * @param {{ isUnitOnly?: boolean }} options
 */
export function testsOf(files, { isUnitOnly = false } = {}) {
  const folders = isUnitOnly
    ? []
    : Object.entries(integrationTests)
        .filter(([room]) => files.some((file) => file.startsWith(room)))
        .flatMap(([, names]) => names);
  return ['test/unit/**/*.test.ts', ...[...new Set(folders)].map((name) => `test/integration/${name}/**/*.test.ts`)];
}
