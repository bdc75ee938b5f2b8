/** What a pane shows and where: its workbook, its window, and the session that its guests live in. */
import type { RefreshSetting } from '../../shared/profile/refresh.ts';

export interface PaneTarget {
  readonly windowId: string;
  readonly profileId: string;
  readonly workbookId: string;
  readonly title: string;
  /** The name of the session that holds what Sigma stores for this profile and this person. */
  readonly partition: string;
  /** The origin of the workbook's URL: the only one that the guests of this pane may show. */
  readonly sigmaOrigin: string;
  /** When the workbook asks for its data again by itself; left out: never. */
  readonly refresh?: RefreshSetting | undefined;
  /** The path at which the workbook opens, with its version, page or element. */
  readonly workbookPath: string;
  /** Sigma is to say how high its page is, and to be as high as that; left out: it scrolls in the room that it has. */
  readonly isWholePage?: boolean;
}

/** The ids of a pane and its first guest, where they are given out before it is opened. */
export interface PaneIds {
  readonly paneId: string;
  readonly guestId: string;
}
