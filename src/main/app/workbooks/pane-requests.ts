/** What windows ask of the panes that they show. */
import type { GrantKeeper } from '../../oauth/grants/grant-keeper.ts';
import type { Profiles } from '../../settings/profiles.ts';
import type { FrameLooks } from '../../viewer/frame-look.ts';
import type { Beginning, Panes } from '../../viewer/panes.ts';
import type { Feature } from '../feature.ts';
import type { WorkbookSessions } from './workbook-sessions.ts';

export type PaneRequestNames =
  | 'panes.open'
  | 'panes.reload'
  | 'panes.home'
  | 'panes.close'
  | 'panes.details'
  | 'panes.command'
  | 'panes.dismissAction'
  | 'panes.shown'
  | 'panes.focused';

export interface PaneRequestsOptions {
  readonly profiles: Pick<Profiles, 'find'>;
  readonly keeper: Pick<GrantKeeper, 'tryAgain'>;
  readonly frames: Pick<FrameLooks, 'handedOver'>;
  /** A person looks at a workbook. */
  onOpened(workbookId: string): void;
}

export interface PaneRequests
  extends Pick<Feature<PaneRequestNames>, 'handlers'>,
    Pick<Panes, 'reloadShown' | 'refreshShown'> {
  /** Shows a workbook in the place of what the window shows. @throws AppError `profile_missing` */
  openAlone(workbookId: string, windowId: string): void;
}

/** What a person asks of the panes: they need not wait until we would have tried again by ourselves. */
export function createPaneRequests(
  { profiles, keeper, frames, onOpened }: PaneRequestsOptions,
  panes: Panes,
  sessions: WorkbookSessions,
): PaneRequests {
  function tryAgain(profileIds: readonly string[]): void {
    const connectionIds = profileIds.flatMap((id) => profiles.find(id)?.connections ?? []).map(({ id }) => id);
    for (const connectionId of connectionIds) keeper.tryAgain(connectionId);
  }

  function open(workbookId: string, windowId: string, controls?: Beginning['controls']): string {
    const target = sessions.targetOf(workbookId, windowId);
    tryAgain([target.profileId]);
    onOpened(workbookId);
    return panes.open(target, { controls });
  }

  return {
    openAlone(workbookId, windowId) {
      const opened = open(workbookId, windowId);
      // One workbook is visible at a time; the window goes to the one that is left.
      for (const { paneId } of panes.views(windowId)) if (paneId !== opened) panes.close(paneId, windowId);
    },
    reloadShown(windowId) {
      tryAgain(panes.views(windowId).map(({ profileId }) => profileId));
      panes.reloadShown(windowId);
    },
    refreshShown(windowId) {
      tryAgain(panes.views(windowId).flatMap(({ phase, profileId }) => (phase === 'failed' ? [profileId] : [])));
      panes.refreshShown(windowId);
    },
    handlers: {
      'panes.open': ({ workbookId, controls }, { windowId }) => ({ paneId: open(workbookId, windowId, controls) }),
      'panes.reload'({ paneId }, { windowId }) {
        tryAgain(panes.views(windowId).flatMap((view) => (view.paneId === paneId ? [view.profileId] : [])));
        panes.reload(paneId, windowId);
      },
      'panes.home'({ paneId }, { windowId }) {
        tryAgain(panes.views(windowId).flatMap((view) => (view.paneId === paneId ? [view.profileId] : [])));
        panes.goHome(paneId, windowId);
      },
      'panes.close': ({ paneId }, { windowId }) => panes.close(paneId, windowId),
      'panes.details': ({ paneId }, { windowId }) => {
        const { target, session } = panes.session(paneId, windowId);
        return sessions.details(target, session);
      },
      'panes.command': ({ paneId, command }, { windowId }) => panes.command(paneId, windowId, command),
      'panes.dismissAction': ({ paneId, actionId }, { windowId }) => panes.dismissAction(paneId, windowId, actionId),
      'panes.shown': ({ shownPaneId }, { windowId }) => panes.setShown(windowId, shownPaneId),
      'panes.focused'({ guestId }, { windowId }) {
        const isShownHere = panes
          .views(windowId)
          .some(({ guests }) => guests.some((guest) => guest.guestId === guestId));
        if (isShownHere) frames.handedOver(guestId);
      },
    },
  };
}
