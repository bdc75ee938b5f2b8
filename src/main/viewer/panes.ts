/** The panes that are open, found by what the rest of the program knows of them: a guest, a workbook, a profile. */

import type { SigmaEvent } from '../../shared/embed-host.ts';
import { AppError } from '../../shared/errors.ts';
import type { PaneView } from '../../shared/state.ts';
import type { SignedSession } from './guest.ts';
import { createPane, type Pane, type PaneOptions, type PaneTarget } from './pane.ts';

export type Panes = ReturnType<typeof createPanes>;

/** Nothing is open at first. What concerns a guest that is gone is left without an answer. */
export function createPanes(options: PaneOptions) {
  const panes = new Map<string, Pane>();

  const all = () => [...panes.values()];
  const paneOf = (guestId: string) => all().find((pane) => pane.hasGuest(guestId)) ?? null;

  function needPane(paneId: string): Pane {
    const pane = panes.get(paneId);
    if (!pane) throw new AppError('request_refused', 'This workbook is no longer open.');
    return pane;
  }

  function close(paneId: string): void {
    const pane = panes.get(paneId);
    if (!pane) return;
    panes.delete(paneId);
    pane.close();
    options.onChange();
  }

  return {
    /** Opens a workbook, or answers with its pane when it is open already. */
    open(target: PaneTarget): string {
      const same = all().find((pane) => pane.target.workbookId === target.workbookId);
      if (same) return same.paneId;
      const pane = createPane(target, options);
      panes.set(pane.paneId, pane);
      options.onChange();
      return pane.paneId;
    },

    /** Loads the workbook again with a new token. @throws AppError `request_refused` */
    reload: (paneId: string): void => needPane(paneId).reload(),

    close,

    closeProfile(profileId: string): void {
      for (const pane of all()) if (pane.target.profileId === profileId) close(pane.paneId);
    },

    /** Renews every pane of a profile behind the scenes, after a grant was renewed. */
    renewProfile(profileId: string): void {
      for (const pane of all()) if (pane.target.profileId === profileId) pane.renew();
    },

    /** Loads every workbook again: when asked to, or after the window that held the guests was lost. */
    reloadAll(): void {
      for (const pane of all()) pane.reload();
    },

    /** After sleep, or when the network is back. */
    wake(): void {
      for (const pane of all()) pane.wake();
    },

    isKnownGuest: (guestId: string, partition: string): boolean => paneOf(guestId)?.target.partition === partition,
    partitionOfGuest: (guestId: string): string | null => paneOf(guestId)?.target.partition ?? null,

    /**
     * Signs a session for a guest. Called at EVERY request of its host page, so that no signed URL loads twice.
     *
     * @throws AppError `request_refused` for an unknown guest, and whatever signing raises
     */
    async requestGuest(guestId: string): Promise<SignedSession> {
      const pane = paneOf(guestId);
      if (!pane) throw new AppError('request_refused', 'This guest is not known.');
      return await pane.requestGuest(guestId);
    },

    takeEvent: (guestId: string, event: SigmaEvent): void => paneOf(guestId)?.takeEvent(guestId, event),
    keyPressed: (guestId: string): void => paneOf(guestId)?.keyPressed(guestId),
    guestGone: (guestId: string, reason: string): void => paneOf(guestId)?.guestGone(guestId, reason),
    replayStopped: (guestId: string): void => paneOf(guestId)?.replayStopped(guestId),
    /** @returns whether it was a link that led away, and not Sigma's own redirect */
    navigatedAway: (guestId: string): boolean => paneOf(guestId)?.navigatedAway(guestId) ?? false,
    guestLoadFailed: (guestId: string, description: string): void =>
      paneOf(guestId)?.guestLoadFailed(guestId, description),

    /** @throws AppError `request_refused`, `grant_missing` before the first session is signed */
    session(paneId: string): { target: PaneTarget; session: SignedSession } {
      const pane = needPane(paneId);
      const session = pane.session();
      if (!session) throw new AppError('grant_missing', 'No session has been signed for this workbook yet.');
      return { target: pane.target, session };
    },

    views: (): PaneView[] => all().map((pane) => pane.view()),

    dispose(): void {
      for (const { paneId } of all()) close(paneId);
    },
  };
}
