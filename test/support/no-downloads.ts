/** What downloads ask of files and of the desktop, where a test is not about them. */
import type { DownloadEdges } from '../../src/main/app/downloads/download-parts.ts';

export const noDownloads: DownloadEdges = {
  folder: () => '/downloads',
  settle: async (_received, _folder, nameOf) => nameOf(1),
  faultOf: async () => null,
  isThere: async () => true,
  removeLeftover: async () => undefined,
  open: async () => true,
  showInFolder: () => undefined,
  drag: async () => undefined,
  showProgress: () => undefined,
};
