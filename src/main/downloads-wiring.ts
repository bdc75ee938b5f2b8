/** The part of open-program.ts that ties downloads to files and to the desktop. Everything here is wiring. */
import { app, BrowserWindow, type NativeImage, nativeImage, shell, type WebContents } from 'electron';
import icon from '../../build/icons/128x128.png?inline';
import type { DownloadEdges } from './app/downloads/download-parts.ts';
import { faultOfFolder, isThere, removeLeftover, settleFile } from './storage/downloaded-file.ts';

/** Of a file at the pointer, in points. */
const DRAGGED_SIZE = 32;

export function openDownloads(contentsOf: (windowId: string) => WebContents | undefined): DownloadEdges {
  return {
    folder: () => app.getPath('downloads'),
    settle: settleFile,
    faultOf: faultOfFolder,
    isThere,
    removeLeftover,
    // It answers with the reason, in the language of the system, and with a path in it.
    open: async (path) => (await shell.openPath(path)) === '',
    showInFolder: (path) => shell.showItemInFolder(path),
    async drag(file, windowId) {
      const dragged = await iconOf(file);
      // On Linux and Windows the call lasts as long as the drag does: whoever asked is answered before.
      setImmediate(() => {
        const contents = contentsOf(windowId);
        if (contents && !contents.isDestroyed()) contents.startDrag({ file, icon: dragged });
      });
    },
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

/** As the desktop draws files of this kind; ours where it does not say, since a file needs one to be dragged. */
async function iconOf(file: string): Promise<NativeImage> {
  const own = await app.getFileIcon(file).catch(() => null);
  if (own && !own.isEmpty()) return own;
  return nativeImage.createFromDataURL(icon).resize({ width: DRAGGED_SIZE, height: DRAGGED_SIZE });
}
