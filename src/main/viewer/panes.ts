/** The panes that are open, found by what the rest of the program knows of them: a frame, a workbook, a profile. */
import type { PaneView } from '../../shared/app-state.ts';
import type { SigmaEvent } from '../../shared/embed-host.ts';
import { AppError } from '../../shared/errors.ts';
import type { FrameSession } from './frame.ts';
import { createPane, type Pane, type PaneOptions, type PaneTarget } from './pane.ts';

export type Panes = ReturnType<typeof createPanes>;

/** Nothing is open at first. What concerns a frame that is gone is left without an answer. */
export function createPanes(options: PaneOptions) {
  const panes = new Map<string, Pane>();

  const all = () => [...panes.values()];
  const paneOf = (frameId: string) => all().find((pane) => pane.hasFrame(frameId)) ?? null;

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

    /** Loads every workbook again: when asked to, or after the window that held the frames was lost. */
    reloadAll(): void {
      for (const pane of all()) pane.reload();
    },

    /** After sleep, or when the network is back. */
    wake(): void {
      for (const pane of all()) pane.wake();
    },

    isKnownFrame: (frameId: string, partition: string): boolean => paneOf(frameId)?.target.partition === partition,
    partitionOfFrame: (frameId: string): string | null => paneOf(frameId)?.target.partition ?? null,

    /**
     * Signs a session for a frame. Called at EVERY request of its host page, so that no signed URL loads twice.
     *
     * @throws AppError `request_refused` for an unknown frame, and whatever signing raises
     */
    async requestFrame(frameId: string): Promise<FrameSession> {
      const pane = paneOf(frameId);
      if (!pane) throw new AppError('request_refused', 'This frame is not known.');
      return await pane.requestFrame(frameId);
    },

    takeEvent: (frameId: string, event: SigmaEvent): void => paneOf(frameId)?.takeEvent(frameId, event),
    keyPressed: (frameId: string): void => paneOf(frameId)?.keyPressed(frameId),
    frameGone: (frameId: string, reason: string): void => paneOf(frameId)?.frameGone(frameId, reason),
    replayStopped: (frameId: string): void => paneOf(frameId)?.replayStopped(frameId),
    /** @returns whether it was a link that led away, and not Sigma's own redirect */
    ledAway: (frameId: string): boolean => paneOf(frameId)?.ledAway(frameId) ?? false,
    frameLoadFailed: (frameId: string, description: string): void =>
      paneOf(frameId)?.frameLoadFailed(frameId, description),

    /** @throws AppError `request_refused`, `grant_missing` before the first session is signed */
    session(paneId: string): { target: PaneTarget; session: FrameSession } {
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
