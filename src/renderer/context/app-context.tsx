/** What every screen needs: the state, the bridge, and the few things that only the window remembers. */
import { createContext, type ReactNode, use, useCallback, useMemo, useState } from 'react';
import type { AppErrorView } from '../../shared/errors.ts';
import type { Bridge } from '../../shared/ipc/contract.ts';
import type { KeptWindow } from '../../shared/kept.ts';
import type { SettingId } from '../../shared/settings.ts';
import type { AppState } from '../../shared/state.ts';
import type { FaultOrigin } from '../model/faulty-field.ts';
import { type Announcer, useAnnouncer } from './use-announcer.ts';
import { type EnvImport, useEnvImport } from './use-env-import.ts';
import { type Keeping, useKeeping, viewsOf } from './use-kept.ts';
import { type Requests, useRequest } from './use-request.ts';
import { type SignIns, useSignIn } from './use-sign-in.ts';
import { useWorkbooks, type Workbooks } from './use-workbooks.ts';

/** Where the person went by themselves. At home, the state decides what is shown. */
export type View =
  | { readonly kind: 'home' }
  /** All workbooks, also while one is open. */
  | { readonly kind: 'start' }
  | { readonly kind: 'profiles' }
  | { readonly kind: 'set-up'; readonly profileId: string | null; readonly origin?: FaultOrigin };

export interface AppContextValue extends Announcer, Requests, EnvImport, SignIns, Workbooks, Keeping {
  readonly bridge: Bridge;
  readonly state: AppState;
  readonly view: View;
  go(view: View): void;
  /** Where the settings are to be opened; null for their beginning. */
  readonly soughtSetting: SettingId | null;
  seekSetting(id: SettingId | null): void;
  /** For the sake of which error the doctor is to be opened; null where it is opened by hand. */
  readonly soughtCause: AppErrorView | null;
  seekCause(error: AppErrorView | null): void;
  /** To where the person was before they came here; home unless they came from elsewhere. */
  goBack(): void;
}

const home: View = { kind: 'home' };

interface Views {
  readonly view: View;
  readonly before: View;
}

const AppContext = createContext<AppContextValue | null>(null);

export function useApp(): AppContextValue {
  const app = use(AppContext);
  if (!app) throw new Error('useApp needs an AppProvider above it.');
  return app;
}

interface AppProviderProps {
  readonly bridge: Bridge;
  readonly state: AppState;
  /** Where a page of this window was, and what was entered there, when it was lost. */
  readonly kept: KeptWindow | null;
  readonly children: ReactNode;
}

export function AppProvider({ bridge, state, kept, children }: AppProviderProps) {
  const [views, setViews] = useState<Views>(() => viewsOf(kept, state));
  const { view, before } = views;
  const go = useCallback((next: View) => setViews((known) => ({ view: next, before: known.view })), []);
  // A list is gone back to; a form that was left is not.
  const goBack = useCallback(
    () => go(before.kind === 'profiles' || before.kind === 'start' ? before : home),
    [go, before],
  );
  const [soughtSetting, seekSetting] = useState<SettingId | null>(null);
  const [soughtCause, seekCause] = useState<AppErrorView | null>(null);
  const announcer = useAnnouncer(state);
  const requests = useRequest(announcer);
  // A form is left by its own buttons alone, and nobody stands before a wall.
  const mayAsk = view.kind !== 'set-up' && state.window.wall === null;
  const envImport = useEnvImport(bridge, requests.ask, mayAsk ? state.window.broughtSetUp : null);
  const signIns = useSignIn(bridge, state);
  const keeping = useKeeping(bridge, views, kept);
  const workbooks = useWorkbooks(bridge, state, requests.ask, view.kind === 'home');

  const app = useMemo<AppContextValue>(
    () => ({
      bridge,
      state,
      view,
      go,
      goBack,
      soughtSetting,
      seekSetting,
      soughtCause,
      seekCause,
      ...announcer,
      ...requests,
      ...envImport,
      ...signIns,
      ...workbooks,
      ...keeping,
    }),
    [
      bridge,
      state,
      view,
      go,
      goBack,
      soughtSetting,
      soughtCause,
      announcer,
      requests,
      envImport,
      signIns,
      workbooks,
      keeping,
    ],
  );
  return <AppContext value={app}>{children}</AppContext>;
}
