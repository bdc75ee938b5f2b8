/** Where the window is and what is entered there, kept by main in case the page is lost. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Bridge } from '../../shared/ipc/contract.ts';
import type { KeptForm, KeptWindow } from '../../shared/kept.ts';
import { settingIn } from '../../shared/settings.ts';
import type { AppState } from '../../shared/state.ts';
import { request } from '../bridge/request.ts';

/** Undefined until main has answered; null where nothing was kept. */
export function useKeptWindow(bridge: Bridge): KeptWindow | null | undefined {
  const [kept, setKept] = useState<KeptWindow | null>();
  useEffect(() => {
    let current = true;
    // Without an answer the window begins as a new one does.
    void request(() => bridge.windows.kept()).then((answer) => {
      if (current) setKept((answer.ok && answer.value) || null);
    });
    return () => {
      current = false;
    };
  }, [bridge]);
  return kept;
}

/** A view, as far as it is kept. */
type Place =
  | { readonly kind: 'home' }
  | { readonly kind: 'start' }
  | { readonly kind: 'profiles' }
  | { readonly kind: 'set-up'; readonly profileId: string | null };

interface Places {
  readonly view: Place;
  readonly before: Place;
}

const home: Place = { kind: 'home' };

/** Where a window begins: where it was, unless the profile that was edited there is gone. */
export function viewsOf(
  kept: KeptWindow | null,
  { profiles, settings }: Pick<AppState, 'profiles' | 'settings'>,
): Places {
  if (kept === null) {
    const wantsStart = profiles.length > 0 && settingIn(settings, 'atStart') === 'startPage';
    return { view: wantsStart ? { kind: 'start' } : home, before: home };
  }
  const { kind, profileId } = kept.view;
  const before: Place = kept.before === 'profiles' || kept.before === 'start' ? { kind: kept.before } : home;
  if (kind !== 'set-up') return { view: { kind }, before };
  const isThere = profileId === null || profiles.some(({ profile }) => profile.id === profileId);
  return { view: isThere ? { kind, profileId } : home, before };
}

export interface Keeping {
  /** What a form held when the page was lost, until the person goes elsewhere. */
  readonly lostForm: KeptForm | null;
  /** @param form null while nothing in it would be lost */
  keepForm(form: KeptForm | null): void;
}

export function useKeeping(bridge: Bridge, { view, before }: Places, kept: KeptWindow | null): Keeping {
  const [lostForm, setLostForm] = useState(kept?.form ?? null);
  const keepForm = useCallback(
    (form: KeptForm | null) => {
      const profileId = view.kind === 'set-up' ? view.profileId : null;
      // A window that cannot keep it works all the same.
      void request(() =>
        bridge.windows.keep({ kept: { view: { kind: view.kind, profileId }, before: before.kind, form } }),
      );
    },
    [bridge, view, before],
  );
  const isFirst = useRef(true);
  useEffect(() => {
    if (isFirst.current) {
      isFirst.current = false;
      return;
    }
    // Elsewhere nothing is entered yet, and what was entered before is saved or given up.
    setLostForm(null);
    keepForm(null);
  }, [keepForm]);
  return useMemo(() => ({ lostForm, keepForm }), [lostForm, keepForm]);
}
