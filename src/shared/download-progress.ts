/** How far downloads are: pure rules for the window, the bar of the desktop, and commands. */
import type { DownloadView } from './downloads.ts';

export const isUnderWay = ({ status }: Pick<DownloadView, 'status'>): boolean =>
  status === 'running' || status === 'paused';

/** From 0 to 1, of all that are under way; null while that is not known, or while none is. */
export function shareOf(downloads: readonly DownloadView[]): number | null {
  const pending = downloads.filter(isUnderWay);
  const total = pending.reduce((sum, { totalBytes }) => sum + (totalBytes ?? Number.NaN), 0);
  const received = pending.reduce((sum, { receivedBytes }) => sum + receivedBytes, 0);
  return total > 0 ? Math.min(1, received / total) : null;
}
