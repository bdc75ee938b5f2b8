/** The stage on which every open pane stands, whatever lies over it. */
import { memo, type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import type { PaneView } from '../../shared/state.ts';
import { format } from '../../shared/text/format.ts';
import type { WallView } from '../../shared/wall.ts';
import { Spinner } from '../components/spinner.tsx';
import { type AppContextValue, useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { GuestView } from './guest-view.tsx';
import { PaneFailure } from './pane-failure.tsx';
import { useLingeringGuests } from './use-lingering-guests.ts';
import { useShownPane } from './use-shown-pane.ts';

interface PaneStageProps {
  readonly shownPaneId: string | null;
  /** On a wall: what is made ready behind the shown pane. Nothing but pictures is shown then. */
  readonly wall: Pick<WallView, 'preparedPaneId'> | null;
}

/** In the order of the state. Nothing here is ever moved or remounted: a moved `<webview>` reloads. */
export function PaneStage({ shownPaneId, wall }: PaneStageProps) {
  const text = useText();
  const { bridge, state, pane: chosen, ask } = useApp();
  useShownPane(shownPaneId);
  const lastFocused = useLastFocused();
  return (
    <div
      className="stage"
      data-testid="pane-stage"
      {...(shownPaneId === null ? {} : { role: 'main', 'aria-label': text.workbook.label, 'data-area': 'workbook' })}
    >
      {state.window.panes.map((pane) => (
        <Pane
          key={pane.paneId}
          pane={pane}
          isShown={pane.paneId === shownPaneId}
          isBehind={pane.paneId !== (wall ? shownPaneId : chosen?.paneId)}
          isOnWall={wall !== null}
          isPrepared={pane.paneId === wall?.preparedPaneId}
          lastFocused={lastFocused}
          bridge={bridge}
          ask={ask}
        />
      ))}
    </div>
  );
}

/** What had the focus last. A workbook that goes behind another one has lost it by the time in which that is noticed. */
function useLastFocused(): RefObject<Element | null> {
  const last = useRef<Element | null>(null);
  useEffect(() => {
    const note = ({ target }: FocusEvent) => {
      if (target instanceof Element) last.current = target;
    };
    document.addEventListener('focusin', note);
    return () => document.removeEventListener('focusin', note);
  }, []);
  return last;
}

interface PaneProps extends Pick<AppContextValue, 'bridge' | 'ask'> {
  readonly pane: PaneView;
  readonly isShown: boolean;
  /** Another tab is chosen. */
  readonly isBehind: boolean;
  /** Nobody is there: it shows its picture and no words, and takes nothing. */
  readonly isOnWall: boolean;
  /** It is shown next, and drawn for that. */
  readonly isPrepared: boolean;
  readonly lastFocused: RefObject<Element | null>;
}

/** Drawn again when it is different itself: many may be open, and the context changes with every state. */
const Pane = memo(function Pane(props: PaneProps) {
  const { pane, isShown, isBehind, isOnWall, isPrepared, lastFocused, bridge, ask } = props;
  const element = useRef<HTMLDivElement>(null);
  const guests = useLingeringGuests(pane.guests);
  const activeId = pane.guests.find((guest) => guest.role === 'active')?.guestId;
  const isSwapping = pane.guests.some((guest) => guest.role === 'standby');

  /** Gives the focus to a guest. What had it in the workbook can have it again from then on. */
  const handOver = useCallback(
    (guestId: string) => {
      element.current?.querySelector<HTMLElement>(`[data-guest="${guestId}"] > webview`)?.focus();
      void ask(() => bridge.panes.focused({ guestId }));
    },
    [bridge, ask],
  );

  // A person who was typing into the outgoing guest goes on typing into the incoming one.
  useLayoutEffect(() => {
    const focused = document.activeElement;
    if (!activeId || focused?.tagName !== 'WEBVIEW' || !element.current?.contains(focused)) return;
    (focused as HTMLElement).blur();
    handOver(activeId);
  }, [activeId, handOver]);

  // Who left another workbook by a key goes on in this one; who pressed its tab is at that tab.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it happens once, when the pane comes before the person
  useLayoutEffect(() => {
    const focused = document.activeElement;
    const left = focused?.tagName === 'WEBVIEW' ? focused : lastFocused.current;
    const isLeft = left?.tagName === 'WEBVIEW' && !element.current?.contains(left);
    const isFree = focused === document.body || focused === left;
    if (!isShown || !isLeft || !isFree || isOnWall) return;
    (left as HTMLElement).blur();
    if (activeId && pane.phase === 'ready') return handOver(activeId);
    // It takes the focus as soon as it is there.
    const stage = element.current?.closest<HTMLElement>('.stage');
    if (!stage) return;
    stage.tabIndex = -1;
    stage.dataset.standsFor = 'workbook';
    stage.focus({ preventScroll: true });
  }, [isShown]);

  // Where the focus was kept for a workbook that loaded or caught up, it goes back to that.
  const isThere = pane.phase === 'ready' && !pane.isCatchingUp;
  useLayoutEffect(() => {
    const focused = document.activeElement;
    if (
      !isShown ||
      !isThere ||
      !activeId ||
      !(focused instanceof HTMLElement) ||
      focused.dataset.standsFor !== 'workbook'
    )
      return;
    handOver(activeId);
  }, [isShown, isThere, activeId, handOver]);

  return (
    <div
      ref={element}
      className="pane"
      data-testid={isBehind ? 'pane-behind' : 'pane'}
      data-pane={pane.paneId}
      data-phase={pane.phase}
      data-swaps={pane.swaps}
      data-shown={isShown}
      data-prepared={isPrepared}
      inert={!isShown || isOnWall}
      aria-hidden={!isShown}
      aria-busy={pane.phase === 'loading' && !isOnWall}
    >
      {guests.map((guest) => (
        <GuestView
          key={guest.guestId}
          guest={guest}
          name={pane.title}
          isCovered={pane.isCatchingUp}
          isBehind={isBehind}
        />
      ))}
      {!isOnWall && <Cover pane={pane} isShown={isShown} isSwapping={isSwapping} />}
    </div>
  );
});

/** What is said over a workbook that is not there. */
function Cover({ pane, isShown, isSwapping }: { pane: PaneView; isShown: boolean; isSwapping: boolean }) {
  const text = useText();
  return (
    <>
      {pane.phase === 'loading' && !isSwapping && <Loading pane={pane} isShown={isShown} />}
      {pane.isCatchingUp && (
        <p className="pane-catching-up" data-testid="catching-up" role="status">
          <Spinner />
          {text.workbook.catchingUp}
        </p>
      )}
      {pane.phase === 'failed' && (
        <div className="pane-cover">{pane.error && <PaneFailure pane={pane} error={pane.error} />}</div>
      )}
    </>
  );
}

/** How long it takes until more is said, and until it can be given up, in milliseconds. */
const MORE_WORDS_MS = 4_000;
const LONG_MS = 10_000;

/** The shape of a workbook, until there is one. */
function Loading({ pane, isShown }: { pane: PaneView; isShown: boolean }) {
  const text = useText();
  const { stopWorkbook, announce } = useApp();
  const [tookMs, setTookMs] = useState(0);
  useEffect(() => {
    const timers = [MORE_WORDS_MS, LONG_MS].map((ms) => setTimeout(() => setTookMs(ms), ms));
    return () => timers.forEach(clearTimeout);
  }, []);
  const { loading } = text.workbook;
  const { stage } = pane;
  const isLong = tookMs >= LONG_MS;
  const words = isLong ? loading.long[stage] : tookMs > 0 ? loading.stages[stage] : text.signIn.opening;
  const sentence = format(words, { workbook: pane.title });
  // The first words are said as the step that they are; and within what is busy, nothing is read by itself.
  // Of one that nobody looks at nothing is said, nor of one that tries again by itself: it does so for ever.
  const isSaid = tookMs > 0 && isShown && pane.retriedAfter === null;
  useEffect(() => {
    if (isSaid) announce(sentence);
  }, [isSaid, sentence, announce]);
  return (
    <div className="pane-loading" data-testid="pane-loading">
      <span className="progress-bar" data-stage={stage} aria-hidden="true" />
      <div className="pane-loading-text">
        <p>{sentence}</p>
        {isLong && (
          <Button
            className="button"
            data-variant="secondary"
            data-testid="stop-loading"
            onPress={() => void stopWorkbook(pane)}
          >
            {loading.stop}
          </Button>
        )}
      </div>
      <div className="skeleton" aria-hidden="true">
        <span className="skeleton-title" />
        <span />
        <span />
        <span />
        <span />
        <span className="skeleton-wide" />
        <span />
        <span className="skeleton-foot" />
      </div>
    </div>
  );
}
