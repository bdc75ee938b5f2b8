/** What a person does in a pane, as far as main sees it: keys, steps in the workbook, and files that are being saved. */
import { type Activity, PATH_LATE_MS } from './swap-rules.ts';

export interface PaneActivity {
  keyPressed(): void;
  viewChanged(): void;
  /** A file that the page of a guest holds begins to be saved, or is done. */
  downloading(guestId: string, isUnderWay: boolean): void;
  /** Milliseconds. */
  sinceKeyPressed(): number;
  sinceViewChanged(): number;
  /** @param active the guest on screen @param isMoving whether its document waits for its path */
  known(active: string, isMoving: boolean): Pick<Activity, 'sinceInput' | 'isDownloading' | 'isMoving'>;
}

/** Nothing has been done yet. @param uptime milliseconds since some instant */
export function createPaneActivity(uptime: () => number): PaneActivity {
  const downloads = new Map<string, number>();
  let keyPressedAt = Number.NEGATIVE_INFINITY;
  let viewChangedAt = Number.NEGATIVE_INFINITY;
  const activity: PaneActivity = {
    keyPressed() {
      keyPressedAt = uptime();
    },
    viewChanged() {
      viewChangedAt = uptime();
    },
    downloading(guestId, isUnderWay) {
      const count = (downloads.get(guestId) ?? 0) + (isUnderWay ? 1 : -1);
      if (count > 0) downloads.set(guestId, count);
      else downloads.delete(guestId);
    },
    sinceKeyPressed: () => uptime() - keyPressedAt,
    sinceViewChanged: () => uptime() - viewChangedAt,
    known: (active, isMoving) => ({
      sinceInput: activity.sinceKeyPressed(),
      isDownloading: downloads.has(active),
      isMoving: isMoving && activity.sinceViewChanged() < PATH_LATE_MS,
    }),
  };
  return activity;
}
