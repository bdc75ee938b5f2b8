/** Learns that the session of the person ends, as far as each operating system tells. */
import type { App, BrowserWindow, PowerMonitor } from 'electron';

export interface SessionEndOptions {
  readonly app: Pick<App, 'on'>;
  readonly powerMonitor: PowerMonitor;
  onEnd(): void;
}

/**
 * To be called before the first window is created. macOS and Linux tell of a shutdown; Windows tells each window of a
 * shutdown and of logging out, and ends the program soon after, without `will-quit`. Nothing is ever held up here. What
 * comes as a signal (SIGTERM, SIGINT, SIGHUP) Electron turns into a quit like any other.
 */
export function watchSessionEnd({ app, powerMonitor, onEnd }: SessionEndOptions): void {
  powerMonitor.on('shutdown', () => onEnd());
  app.on('browser-window-created', (_event: unknown, window: BrowserWindow) => {
    window.on('session-end', () => onEnd());
  });
}
