/** The texts of a language as a list. */

/** Every text with its path. */
export function entriesOf(tree: object, path: readonly string[] = []): [string, string][] {
  return Object.entries(tree).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[[...path, name].join('.'), value]] : entriesOf(value, [...path, name]),
  );
}
