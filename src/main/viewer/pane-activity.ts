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
  /** Of the guest on screen: no other one may save a file. */
  let downloads = { guestId: '', count: 0 };
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
      const before = downloads.guestId === guestId ? downloads.count : 0;
      if (isUnderWay) downloads = { guestId, count: before + 1 };
      else if (before > 0) downloads = { guestId, count: before - 1 };
    },
    sinceKeyPressed: () => uptime() - keyPressedAt,
    sinceViewChanged: () => uptime() - viewChangedAt,
    known: (active, isMoving) => ({
      sinceInput: activity.sinceKeyPressed(),
      isDownloading: downloads.guestId === active && downloads.count > 0,
      isMoving: isMoving && activity.sinceViewChanged() < PATH_LATE_MS,
    }),
  };
  return activity;
}
