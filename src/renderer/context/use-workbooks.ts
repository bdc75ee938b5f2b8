/** Opening workbooks: by hand, and by itself where there is no choice to make. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { AppErrorView } from '../../shared/errors.ts';
import type { Answer, Bridge } from '../../shared/ipc/contract.ts';
import { selectedProfile } from '../../shared/selected-profile.ts';
import type { AppState, PaneView } from '../../shared/state.ts';
import { request } from '../bridge/request.ts';
import { isSignedIn, shownPane, workbookToOpen } from '../model/home.ts';
import { leadsHome } from '../model/inside.ts';
import type { Requests } from './use-request.ts';

export interface Workbooks {
  /** What is on screen, or would be if no other screen lay over it. */
  readonly pane: PaneView | null;
  openWorkbook(workbookId: string): Promise<void>;
  /** Goes to a workbook of whatever profile; one that waits for a sign-in opens after it. */
  goToWorkbook(workbookId: string): Promise<void>;
  /** The workbook that is being asked for. */
  readonly opening: string | null;
  /** Gives up a workbook that is being loaded; it is opened again by hand alone. */
  stopWorkbook(pane: PaneView): Promise<void>;
  /** The workbook that was given up last, until one is opened, or the sign-in that led to it is over. */
  readonly stopped: string | null;
  readonly openProblem: { readonly workbookId: string; readonly error: AppErrorView } | null;
}

export function useWorkbooks(bridge: Bridge, state: AppState, ask: Requests['ask'], atHome: boolean): Workbooks {
  const [opening, setOpening] = useState<string | null>(null);
  const [openProblem, setOpenProblem] = useState<Workbooks['openProblem']>(null);
  const [stoppedPane, setStoppedPane] = useState<Pick<PaneView, 'paneId' | 'workbookId'> | null>(null);

  /** Asks main for a workbook; meanwhile it is the one that is opened, and afterwards there may be a problem with it. */
  const askFor = useCallback(async <Value>(workbookId: string, asking: () => Promise<Answer<Value>>) => {
    setOpening(workbookId);
    setOpenProblem(null);
    setStoppedPane(null);
    const answer = await asking();
    setOpening(null);
    if (!answer.ok) setOpenProblem({ workbookId, error: answer.error });
    return answer;
  }, []);

  const openWorkbook = useCallback(
    async (workbookId: string) => {
      await askFor(workbookId, () => request(() => bridge.panes.open({ workbookId })));
    },
    [bridge, askFor],
  );

  const goToWorkbook = useCallback(
    async (workbookId: string) => {
      await askFor(workbookId, () => ask(() => bridge.commands.run({ id: 'openWorkbook', argument: workbookId })));
    },
    [bridge, ask, askFor],
  );

  const stopWorkbook = useCallback(
    async ({ paneId, workbookId }: PaneView) => {
      setStoppedPane({ paneId, workbookId });
      await ask(() => bridge.panes.close({ paneId }));
    },
    [bridge, ask],
  );

  const pane = shownPane(state);
  const isGone = leadsHome(pane, selectedProfile(state)?.profile.workbooks.length ?? 0);
  const goneId = isGone && pane ? pane.paneId : null;
  // A workbook that was deleted is not opened again by itself: the person chooses another one.
  useEffect(() => {
    if (goneId !== null) void ask(() => bridge.panes.close({ paneId: goneId }));
  }, [bridge, ask, goneId]);

  // A link may have opened it since; and whoever signs in again wants to see it.
  const isStopOver = stoppedPane !== null && isOver(stoppedPane, state);
  useEffect(() => {
    if (isStopOver) setStoppedPane(null);
  }, [isStopOver]);
  const stopped = stoppedPane?.workbookId ?? null;

  // Opens by itself once for each time that the workbook becomes reachable; after a failure, only by hand.
  const wanted = workbookToOpen(state);
  const isOnWall = state.window.wall !== null;
  const attempted = useRef<string | null>(null);
  useEffect(() => {
    if (wanted === null) attempted.current = null;
    // A wallboard loads what it shows by itself.
    else if (atHome && !isOnWall && attempted.current !== wanted) {
      attempted.current = wanted;
      if (stopped !== wanted) void openWorkbook(wanted);
    }
  }, [wanted, atHome, isOnWall, stopped, openWorkbook]);

  return useMemo(
    () => ({ pane, openWorkbook, goToWorkbook, opening, stopWorkbook, stopped, openProblem }),
    [pane, openWorkbook, goToWorkbook, opening, stopWorkbook, stopped, openProblem],
  );
}

/** Whether what a person gave up is no longer what it was. */
function isOver({ paneId, workbookId }: Pick<PaneView, 'paneId' | 'workbookId'>, state: AppState): boolean {
  const view = state.profiles.find(({ profile }) => profile.workbooks.some(({ id }) => id === workbookId));
  const isOpenAnew = state.window.panes.some((pane) => pane.workbookId === workbookId && pane.paneId !== paneId);
  return isOpenAnew || !view || !isSignedIn(state, view);
}
