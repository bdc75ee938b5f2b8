/** The part of open-program.ts that ties downloads to files and to the desktop. Everything here is wiring. */
import { app, BrowserWindow, shell } from 'electron';
import type { DownloadEdges } from './app/downloads/download-parts.ts';
import { faultOfFolder, isThere, removeLeftover, settleFile } from './storage/downloaded-file.ts';

export function openDownloads(): DownloadEdges {
  return {
    folder: () => app.getPath('downloads'),
    settle: settleFile,
    faultOf: faultOfFolder,
    isThere,
    removeLeftover,
    // It answers with the reason, in the language of the system, and with a path in it.
    open: async (path) => (await shell.openPath(path)) === '',
    showInFolder: (path) => shell.showItemInFolder(path),
    showProgress(share, isPaused) {
      // More than 1 means that it is not known how far.
      const value = share === null ? -1 : share === 'unknown' ? 2 : share;
      const mode = share === 'unknown' ? 'indeterminate' : isPaused ? 'paused' : 'normal';
      for (const window of BrowserWindow.getAllWindows()) {
        if (value < 0) window.setProgressBar(value);
        else window.setProgressBar(value, { mode });
      }
    },
  };
}
