/** Two workbooks on the stage: which stands beside the one that the person works in, where each lies, and what is between. */
import { type CSSProperties, type ReactNode, type RefObject, useEffect, useMemo, useState } from 'react';
import { late } from '../components/late.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { type PanePlaceInPair, shownSplit, sidesOf } from '../model/split.ts';
import { useRoom } from './use-room.ts';
import { useShare } from './use-share.ts';

const SplitDivider = late(async () => (await import('./split-divider.tsx')).SplitDivider);

interface SplitOnStage {
  /** Null where one is shown. */
  readonly besidePaneId: string | null;
  readonly style: CSSProperties | undefined;
  readonly divider: ReactNode;
  /** Null for a pane that has the whole stage. */
  placeOf(paneId: string): PanePlaceInPair | null;
}

/** @param shownPaneId null where no two are shown, whatever is chosen: beneath another screen, and on a wall */
export function useSplitOnStage(stage: RefObject<HTMLElement | null>, shownPaneId: string | null): SplitOnStage {
  const { state } = useApp();
  const hasRoom = useRoom(stage);
  const shown = useMemo(() => shownSplit(state), [state]);
  const places = useMemo(() => sidesOf(state), [state]);
  const { share, drag, put } = useShare(shown);
  const isWanted = shown !== null && shownPaneId !== null;
  const isSplit = isWanted && hasRoom;

  useFocusedSide(isSplit);

  return {
    besidePaneId: isSplit ? shown.besidePaneId : null,
    style: isSplit ? ({ '--share': share } as CSSProperties) : undefined,
    divider: isSplit ? (
      <SplitDivider shown={shown} share={share} onDrag={drag} onPut={put} />
    ) : (
      isWanted && <PutAside key={shown.first.tabId} />
    ),
    placeOf(paneId) {
      const place = hasRoom ? places.get(paneId) : undefined;
      if (!place) return null;
      const isOfShown = [shown?.first, shown?.second].some((tab) => tab?.paneId === paneId);
      return isOfShown ? { ...place, share } : place;
    },
  };
}

/** So often it is looked which of the two has the focus, in milliseconds: less than it takes from a press to a key. */
const LOOK_MS = 100;

/**
 * Whoever presses into the other side works in it from then on. The focus goes from guest to guest without any event in this
 * page, and main hears of none either: the page knows who has it, and has to be asked.
 */
function useFocusedSide(isSplit: boolean): void {
  const { bridge, state, ask } = useApp();
  const { tabs, chosenTab } = state.window;
  useEffect(() => {
    if (!isSplit) return;
    let isAsked = false;
    const look = () => {
      const paneId = document.activeElement?.closest<HTMLElement>('[data-pane]')?.dataset.pane;
      const tab = paneId === undefined ? undefined : tabs.find((one) => one.paneId === paneId);
      if (isAsked || !tab || tab.tabId === chosenTab) return;
      isAsked = true;
      void ask(() => bridge.commands.run({ id: 'goToTab', argument: tab.tabId }));
    };
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [isSplit, tabs, chosenTab, bridge, ask]);
}

/** So long it is said why one is shown, in milliseconds. */
const SAID_MS = 8_000;

/** Who has no room for two sees one, and is told why the other is not there. */
function PutAside() {
  const { split: texts } = useText();
  const { announce } = useApp();
  const [isSaid, setSaid] = useState(true);
  useEffect(() => {
    announce(texts.noRoom);
    const timer = setTimeout(() => setSaid(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [announce, texts]);
  return isSaid && <p className="split-aside">{texts.noRoom}</p>;
}
