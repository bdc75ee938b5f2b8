/** What windows ask of the panes that they show. */
import type { LinkPlace } from '../../../shared/open-link.ts';
import type { GrantKeeper } from '../../oauth/grants/grant-keeper.ts';
import type { Profiles } from '../../settings/profiles.ts';
import type { FrameLooks } from '../../viewer/frame-look.ts';
import type { Panes } from '../../viewer/panes.ts';
import type { Feature } from '../feature.ts';
import type { TabLife } from './tab-life.ts';
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
  | 'panes.focused'
  | 'panes.picture';

export interface PaneRequestsOptions {
  readonly profiles: Pick<Profiles, 'find'>;
  readonly keeper: Pick<GrantKeeper, 'tryAgain'>;
  readonly frames: Pick<FrameLooks, 'handedOver'>;
}

export interface PaneRequests
  extends Pick<Feature<PaneRequestNames>, 'handlers'>,
    Pick<Panes, 'reloadShown' | 'refreshShown'> {
  /** Shows a workbook in its tab. @returns the id of its pane @throws AppError `profile_missing` */
  open(workbookId: string, windowId: string, controls?: Readonly<Record<string, string>>): string;
  /** Shows a place of a workbook, in a tab that is there or in a new one. @throws AppError `profile_missing` */
  openAt(workbookId: string, windowId: string, place: LinkPlace): string;
}

/** What a person asks of the panes: they need not wait until we would have tried again by ourselves. */
export function createPaneRequests(
  { profiles, keeper, frames }: PaneRequestsOptions,
  panes: Panes,
  sessions: WorkbookSessions,
  life: Pick<TabLife, 'open' | 'openAt' | 'closePane' | 'picture'>,
): PaneRequests {
  function tryAgain(profileIds: readonly string[]): void {
    const connectionIds = profileIds.flatMap((id) => profiles.find(id)?.connections ?? []).map(({ id }) => id);
    for (const connectionId of connectionIds) keeper.tryAgain(connectionId);
  }

  const open: PaneRequests['open'] = (workbookId, windowId, controls) => {
    const target = sessions.targetOf(workbookId, windowId);
    tryAgain([target.profileId]);
    return life.open(target, { controls });
  };

  return {
    open,
    openAt(workbookId, windowId, place) {
      const target = sessions.targetOf(workbookId, windowId);
      tryAgain([target.profileId]);
      return life.openAt(target, place);
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
      'panes.close': ({ paneId }, { windowId }) => life.closePane(paneId, windowId),
      'panes.details': ({ paneId }, { windowId }) => {
        const { target, session } = panes.session(paneId, windowId);
        return sessions.details(target, session);
      },
      'panes.command': ({ paneId, command }, { windowId }) => panes.command(paneId, windowId, command),
      'panes.dismissAction': ({ paneId, actionId }, { windowId }) => panes.dismissAction(paneId, windowId, actionId),
      'panes.picture': async ({ paneId }, { windowId }) => ({ picture: await life.picture(paneId, windowId) }),
      'panes.shown': ({ shownPaneId, besidePaneId }, { windowId }) =>
        panes.setShown(windowId, shownPaneId, besidePaneId ?? null),
      'panes.focused'({ guestId }, { windowId }) {
        const isShownHere = panes
          .views(windowId)
          .some(({ guests }) => guests.some((guest) => guest.guestId === guestId));
        if (isShownHere) frames.handedOver(guestId);
      },
    },
  };
}
