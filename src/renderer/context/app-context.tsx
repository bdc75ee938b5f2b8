/** What every screen needs: the state, the bridge, and the few things that only the window remembers. */
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { AppErrorView } from '../../shared/errors.ts';
import type { Answer, Bridge } from '../../shared/ipc/contract.ts';
import type { AppState, EnvImportReport, PaneView } from '../../shared/state.ts';
import { errorText } from '../../shared/text/error-text.ts';
import { request } from '../bridge/request.ts';
import { announcements } from '../model/announcements.ts';
import { shownPane, workbookToOpen } from '../model/home.ts';
import { useText } from './text-context.tsx';

/** Where the person went by themselves. At home, the state decides what is shown. */
export type View = { kind: 'home' } | { kind: 'profiles' } | { kind: 'set-up'; profileId: string | null };

export type LocalNotice = { id: string; error: AppErrorView };

export type AppContextValue = {
  bridge: Bridge;
  state: AppState;
  view: View;
  go: (view: View) => void;
  /** Asks main and shows the failure, if there is one, as a notice. */
  ask: <Value>(call: () => Promise<Answer<Value>>) => Promise<Answer<Value>>;
  announce: (sentence: string) => void;
  announcement: { sentence: string; count: number };
  localNotices: readonly LocalNotice[];
  dismissLocal: (id: string) => void;
  importEnv: () => Promise<void>;
  importing: boolean;
  /** What came of the last import, until the person has seen it. */
  importReport: EnvImportReport | null;
  dismissImport: () => void;
  signIn: (connectionId: string) => Promise<void>;
  /** Why the last attempt for a connection failed, whether main remembers it or the request itself failed. */
  signInProblem: (connectionId: string) => AppErrorView | null;
  pane: PaneView | null;
  openWorkbook: (workbookId: string) => Promise<void>;
  /** The workbook that is being asked for. */
  opening: string | null;
  openProblem: { workbookId: string; error: AppErrorView } | null;
};

const AppContext = createContext<AppContextValue | null>(null);

export function useApp(): AppContextValue {
  const desk = use(AppContext);
  if (!desk) throw new Error('useApp needs a AppProvider above it.');
  return desk;
}

type AppProviderProps = { bridge: Bridge; state: AppState; children: ReactNode };

export function AppProvider({ bridge, state, children }: AppProviderProps) {
  const [view, go] = useState<View>({ kind: 'home' });
  const { announce, announcement } = useAnnouncer(state);
  const { ask, localNotices, dismissLocal } = useAsk(announce);
  const imports = useImport(bridge, ask);
  const { signIn, signInProblem } = useSignIn(bridge, state);
  const workbooks = useWorkbooks(bridge, state, ask, view.kind === 'home');

  const desk = useMemo<AppContextValue>(
    () => ({
      bridge,
      state,
      view,
      go,
      ask,
      announce,
      announcement,
      localNotices,
      dismissLocal,
      signIn,
      signInProblem,
      ...imports,
      ...workbooks,
    }),
    [
      bridge,
      state,
      view,
      ask,
      announce,
      announcement,
      localNotices,
      dismissLocal,
      signIn,
      signInProblem,
      imports,
      workbooks,
    ],
  );
  return <AppContext value={desk}>{children}</AppContext>;
}

function useAnnouncer(state: AppState): Pick<AppContextValue, 'announce' | 'announcement'> {
  const [announcement, setAnnouncement] = useState({ sentence: '', count: 0 });
  const announce = useCallback(
    (sentence: string) => setAnnouncement(({ count }) => ({ sentence, count: count + 1 })),
    [],
  );
  const text = useText();
  const before = useRef(state);
  useEffect(() => {
    const said = announcements(before.current, state, text);
    before.current = state;
    if (said.length > 0) announce(said.join(' '));
  }, [state, announce, text]);
  return { announce, announcement };
}

function useAsk(announce: AppContextValue['announce']): Pick<AppContextValue, 'ask' | 'localNotices' | 'dismissLocal'> {
  const [localNotices, setLocalNotices] = useState<LocalNotice[]>([]);
  const dismissLocal = useCallback(
    (id: string) => setLocalNotices((known) => known.filter((notice) => notice.id !== id)),
    [],
  );
  const text = useText();
  const ask = useCallback<AppContextValue['ask']>(
    async (call) => {
      const answer = await request(call);
      if (!answer.ok) {
        const { error } = answer;
        announce(`${errorText(text, error).title}.`);
        // The banner over the workbook says so already, and goes when the person signs in again.
        if (error.code === 'grant_dead') return answer;
        // The same failure again replaces the notice about it.
        setLocalNotices((known) => [
          ...known.filter((notice) => notice.error.code !== error.code),
          { id: crypto.randomUUID(), error },
        ]);
      }
      return answer;
    },
    [announce, text],
  );
  return { ask, localNotices, dismissLocal };
}

type Imports = Pick<AppContextValue, 'importEnv' | 'importing' | 'importReport' | 'dismissImport'>;

function useImport(bridge: Bridge, ask: AppContextValue['ask']): Imports {
  const [importing, setImporting] = useState(false);
  const [importReport, setImportReport] = useState<EnvImportReport | null>(null);
  const importEnv = useCallback(async () => {
    setImporting(true);
    const answer = await ask(() => bridge.profiles.importEnv());
    setImporting(false);
    if (answer.ok && answer.value) setImportReport(answer.value);
  }, [bridge, ask]);
  const dismissImport = useCallback(() => setImportReport(null), []);
  return useMemo(
    () => ({ importEnv, importing, importReport, dismissImport }),
    [importEnv, importing, importReport, dismissImport],
  );
}

function useSignIn(bridge: Bridge, state: AppState): Pick<AppContextValue, 'signIn' | 'signInProblem'> {
  const [refused, setRefused] = useState<{ connectionId: string; error: AppErrorView } | null>(null);
  const signIn = useCallback(
    async (connectionId: string) => {
      setRefused(null);
      const answer = await request(() => bridge.grants.signIn({ connectionId }));
      if (!answer.ok) setRefused({ connectionId, error: answer.error });
    },
    [bridge],
  );
  const signInProblem = useCallback(
    (connectionId: string) => {
      if (state.signIn?.connectionId === connectionId) return null;
      if (state.signInProblem?.connectionId === connectionId) return state.signInProblem.error;
      return refused?.connectionId === connectionId ? refused.error : null;
    },
    [state.signIn, state.signInProblem, refused],
  );
  return { signIn, signInProblem };
}

type Workbooks = Pick<AppContextValue, 'pane' | 'openWorkbook' | 'opening' | 'openProblem'>;

function useWorkbooks(bridge: Bridge, state: AppState, ask: AppContextValue['ask'], atHome: boolean): Workbooks {
  const [wantedPane, setWantedPane] = useState<string | null>(null);
  const [opening, setOpening] = useState<string | null>(null);
  const [openProblem, setOpenProblem] = useState<AppContextValue['openProblem']>(null);
  const lastWorkbooks = useRef(new Map<string, string>());
  const latest = useRef(state);
  latest.current = state;

  const openWorkbook = useCallback(
    async (workbookId: string) => {
      setOpening(workbookId);
      setOpenProblem(null);
      const answer = await request(() => bridge.panes.open({ workbookId }));
      setOpening(null);
      if (!answer.ok) {
        setOpenProblem({ workbookId, error: answer.error });
        return;
      }
      const { paneId } = answer.value;
      setWantedPane(paneId);
      // One workbook is visible at a time; the others go once the new one is there.
      for (const other of latest.current.window.panes) {
        if (other.paneId !== paneId) void ask(() => bridge.panes.close({ paneId: other.paneId }));
      }
    },
    [bridge, ask],
  );

  const pane = shownPane(state, wantedPane);
  useEffect(() => {
    if (pane) lastWorkbooks.current.set(pane.profileId, pane.workbookId);
  }, [pane]);

  // Opens by itself once for each time that the workbook becomes reachable; after a failure, only by hand.
  const wanted = workbookToOpen(state, lastWorkbooks.current);
  const attempted = useRef<string | null>(null);
  useEffect(() => {
    if (wanted === null) attempted.current = null;
    else if (atHome && attempted.current !== wanted) {
      attempted.current = wanted;
      void openWorkbook(wanted);
    }
  }, [wanted, atHome, openWorkbook]);

  return useMemo(() => ({ pane, openWorkbook, opening, openProblem }), [pane, openWorkbook, opening, openProblem]);
}
