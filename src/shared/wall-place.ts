/** How a window hangs on a wall. */
export interface WallPlace {
  /** Which display, counted from 1, from left to right; null for the one that the window is on. */
  readonly display: number | null;
  readonly keepsAwake: boolean;
  /** It hung there in the last run, so that nobody left it in full screen. */
  readonly isOfLastRun: boolean;
}
