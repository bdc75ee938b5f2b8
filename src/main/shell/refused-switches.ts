/**
 * Switches of Chromium with which the packaged app could be started to look into its windows, weaken its connections or
 * write them down. The fuses keep strangers out of the main process; these keep them out of the rest.
 */

/** The part of Electron's `app.commandLine` that is used. */
type CommandLine = { hasSwitch(name: string): boolean; removeSwitch(name: string): void };

/** Show the windows, signed URLs included, to another program. */
const debugging = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'remote-allow-origins',
];

const never = [
  // Believe any server, or take another for it.
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'allow-insecure-localhost',
  'host-rules',
  'host-resolver-rules',
  // Let pages read one another.
  'disable-web-security',
  'disable-site-isolation-trials',
  'allow-running-insecure-content',
  'unsafely-treat-insecure-origin-as-secure',
  // Write traffic, or the keys to it, into a file.
  'log-net-log',
  'net-log-capture-mode',
  'ssl-key-log-file',
];

/** The same as `ssl-key-log-file`, as a variable of the environment. */
const KEY_LOG = 'SSLKEYLOGFILE';

/**
 * Takes them off the command line and out of the environment; to be called before the app is ready, when Chromium has not acted on them yet.
 *
 * @param allowsDebugging as the tests of the packaged app need it
 * @returns the names of those that were there
 */
export function refuseSwitches(
  commandLine: CommandLine,
  environment: Record<string, string | undefined>,
  allowsDebugging: boolean,
): string[] {
  const found = [...(allowsDebugging ? [] : debugging), ...never].filter((name) => commandLine.hasSwitch(name));
  for (const name of found) commandLine.removeSwitch(name);
  if (environment[KEY_LOG] === undefined) return found;
  delete environment[KEY_LOG];
  return [...found, KEY_LOG];
}
