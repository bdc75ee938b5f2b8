/**
 * Starts the program when somebody signs in to the computer: by the system's own list on macOS and Windows, and on Linux by
 * a file in the folder that every desktop looks into (XDG autostart specification).
 */
import { join } from 'node:path';
import type { App } from 'electron';

export interface LoginStartOptions {
  readonly app: Pick<App, 'setLoginItemSettings'>;
  readonly platform: NodeJS.Platform;
  /** Where the program lies; of an AppImage that is the image, and not what it is unpacked to for one run. */
  readonly executable: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** Writes a file, and the folder that it lies in. */
  write(path: string, content: string): void;
  /** Removes a file; one that is not there is gone already. */
  remove(path: string): void;
}

/** @throws what the files throw */
export function setLoginStart(isOn: boolean, options: LoginStartOptions): void {
  if (options.platform !== 'linux') {
    options.app.setLoginItemSettings({ openAtLogin: isOn });
    return;
  }
  const path = autostartFile(options);
  if (isOn) options.write(path, desktopEntry(options.environment.APPIMAGE || options.executable));
  else options.remove(path);
}

/** A path in the variable that is not absolute is to be ignored (XDG base directory specification). */
export function autostartFile({ environment, home }: Pick<LoginStartOptions, 'environment' | 'home'>): string {
  const configured = environment.XDG_CONFIG_HOME;
  const folder = configured?.startsWith('/') ? configured : join(home, '.config');
  return join(folder, 'autostart', 'sightglass.desktop');
}

/** In quotes, since a path may have blanks; what means something in a line of `Exec` is written so that it does not. */
function desktopEntry(executable: string): string {
  const quoted = executable.replaceAll(/[\\"`$]/g, '\\$&').replaceAll('%', '%%');
  // A backslash is read twice: as a character of the file, and within the quotes.
  const exec = `"${quoted.replaceAll('\\', '\\\\')}"`;
  return ['[Desktop Entry]', 'Type=Application', 'Name=Sightglass', `Exec=${exec}`, 'Terminal=false', ''].join('\n');
}
