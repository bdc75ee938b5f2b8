/** Tells main which pane a person can see, so that the others are not loaded again for nobody. */
import { useEffect, useSyncExternalStore } from 'react';
import { useApp } from '../context/app-context.tsx';

function onVisibilityChange(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener);
  return () => document.removeEventListener('visibilitychange', listener);
}

/** A window that is minimised or hidden is not painted, and on macOS neither is one that others cover. */
const isPainted = () => document.visibilityState === 'visible';

/** @param beside what stands beside it, for the person to see as well */
export function useShownPane(paneOnStage: string | null, beside: string | null): void {
  const { bridge, ask } = useApp();
  const shownPaneId = useSyncExternalStore(onVisibilityChange, isPainted) ? paneOnStage : null;
  const besidePaneId = shownPaneId === null ? null : beside;
  useEffect(() => {
    void ask(() => bridge.panes.shown({ shownPaneId, ...(besidePaneId !== null && { besidePaneId }) }));
  }, [bridge, ask, shownPaneId, besidePaneId]);
}
