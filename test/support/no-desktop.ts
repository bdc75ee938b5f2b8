/** What commands ask of the desktop, where a test is not about it. */
import type { DesktopDeeds } from '../../src/main/app/commands/command-doers.ts';

export const noDesktop: DesktopDeeds = {
  zoom: () => {},
  openLogs: async () => {},
  openHelp: () => {},
  isFullScreen: () => false,
  leaveFullScreen: () => {},
  closeWindow: () => {},
  openTabMenu: () => {},
  firstWindow: () => null,
  windows: () => [],
  openWindow: () => '',
  showWindow: () => {},
  isPointerOutside: () => false,
  comesBack: () => true,
  stays: () => {},
  hang: () => {},
};
