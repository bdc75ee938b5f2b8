/**
 * Reads `electron [switches] [-r module]… <app folder or file> [the app's own arguments]`, as Electron's own loader
 * does: the first argument that is no switch is the app, and what follows belongs to it.
 * @param {readonly string[]} args without the executable
 */
export function parseArguments(args) {
  /** @type {string[]} */
  const preloads = [];
  for (let i = 0; i < args.length; i += 1) {
    const argument = args[i] ?? '';
    if (argument === '-r' || argument === '--require') {
      i += 1;
      preloads.push(args[i] ?? '');
    } else if (argument === '-v' || argument === '--version') {
      return { version: true, preloads, app: undefined };
    } else if (!argument.startsWith('-')) {
      return { version: false, preloads, app: argument };
    }
  }
  return { version: false, preloads, app: undefined };
}
