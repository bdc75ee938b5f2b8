/** The log of each system: which program of it takes lines, and how it is called. */
import { createProgramOutlet } from './program-outlet.ts';
import type { Outlet, OutletParts } from './sink.ts';

/**
 * syslog, and with it the journal of systemd. `--size`: a line is longer than the kibibyte at which it would be cut.
 */
const LINUX = ['--tag', 'sightglass-audit', '--priority', 'auth.info', '--size', '16384'];
/** The unified log takes what syslog is given. */
const MACOS = ['-t', 'sightglass-audit', '-p', 'auth.info'];

/**
 * Windows lets only administrators name a new source. Where an installer or a policy has made one it is used, and otherwise
 * the one that the log of applications itself has. What the script is made of is the same always; lines come by standard input.
 */
const WINDOWS_SCRIPT = [
  '[Console]::InputEncoding = [System.Text.Encoding]::UTF8',
  "$source = 'Application'",
  "try { if ([System.Diagnostics.EventLog]::SourceExists('Sightglass')) { $source = 'Sightglass' } } catch { }",
  'while ($null -ne ($line = [Console]::In.ReadLine())) {',
  "[System.Diagnostics.EventLog]::WriteEntry($source, $line, 'Information', 1) }",
].join('\n');

export interface SystemLogOptions extends OutletParts {
  readonly platform: NodeJS.Platform;
  /** The folder of Windows' own programs; not looked at elsewhere. */
  windowsFolder(): string;
}

/** Null for a system that is not known. */
export function createSystemLog({ platform, windowsFolder, ...parts }: SystemLogOptions): Outlet | null {
  if (platform === 'linux') {
    return createProgramOutlet({ ...parts, file: '/usr/bin/logger', parameters: LINUX, environment: {} });
  }
  if (platform === 'darwin') {
    return createProgramOutlet({ ...parts, file: '/usr/bin/logger', parameters: MACOS, environment: {} });
  }
  if (platform !== 'win32') return null;
  const folder = windowsFolder();
  return createProgramOutlet({
    ...parts,
    file: `${folder}\\WindowsPowerShell\\v1.0\\powershell.exe`,
    parameters: ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', WINDOWS_SCRIPT],
    // A program of Windows does not start without it. Nothing else of the environment is handed on.
    environment: { SystemRoot: folder.replace(/\\[^\\]+$/, '') },
  });
}
