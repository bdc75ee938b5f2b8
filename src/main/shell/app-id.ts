/** What the system knows the program by. Windows keeps its shortcuts, notifications and jump list together by it. */
import type { App } from 'electron';

/** As `appId` in electron-builder.yml, which the installers write into the shortcuts. */
export const APP_ID = 'com.sightglass.viewer';

/** Before the first window. Elsewhere the system finds that out by itself, and Electron has no such method. */
export function setAppId(app: Pick<App, 'setAppUserModelId'>, platform: NodeJS.Platform): void {
  if (platform === 'win32') app.setAppUserModelId(APP_ID);
}
