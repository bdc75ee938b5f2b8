/** The stage on which every open pane stands, whatever lies over it. */
import {
  type CSSProperties,
  memo,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { Button } from 'react-aria-components';
import type { PaneView, WindowState } from '../../shared/state.ts';
import { format } from '../../shared/text/format.ts';
import type { WallView } from '../../shared/wall.ts';
import { Spinner } from '../components/spinner.tsx';
import { type AppContextValue, useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import type { Side } from '../model/split.ts';
import { GuestView } from './guest-view.tsx';
import { PaneFailure } from './pane-failure.tsx';
import { useSplitOnStage } from './split-on-stage.tsx';
import { type LastPicture, useLastPicture } from './use-last-picture.ts';
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
  const stage = useRef<HTMLDivElement>(null);
  const split = useSplitOnStage(stage, wall === null ? shownPaneId : null);
  useShownPane(shownPaneId, split.besidePaneId);
  const lastFocused = useLastFocused();
  const area = { 'data-area': 'workbook' };
  return (
    <div
      ref={stage}
      className="stage"
      data-testid="pane-stage"
      {...(shownPaneId === null ? {} : { role: 'main', 'aria-label': text.workbook.label })}
      {...(shownPaneId !== null && split.besidePaneId === null && area)}
      style={split.style}
    >
      {stagedPanes(state.window).map(({ pane, open }) => {
        const isActive = pane.paneId === shownPaneId;
        const isBeside = pane.paneId === split.besidePaneId;
        const place = wall === null ? split.placeOf(pane.paneId) : null;
        return (
          <Pane
            key={pane.paneId}
            pane={pane}
            open={open}
            isShown={isActive || isBeside}
            isActive={isActive}
            isBehind={!isBeside && pane.paneId !== (wall ? shownPaneId : chosen?.paneId)}
            isBeside={isBeside}
            side={place?.side}
            share={place?.share}
            isOneOfTwo={split.besidePaneId !== null && (isActive || isBeside)}
            isOnWall={wall !== null}
            isPrepared={pane.paneId === wall?.preparedPaneId}
            lastFocused={lastFocused}
            bridge={bridge}
            ask={ask}
          />
        );
      })}
      {split.divider}
    </div>
  );
}

type StagedPane = Pick<PaneView, 'paneId' | 'title' | 'phase' | 'swaps' | 'isCatchingUp' | 'guests'>;

/** One that is made ready stands behind the others, where the pane will be that takes its place. */
function stagedPanes({ panes, aheadPane }: WindowState): { pane: StagedPane; open: PaneView | null }[] {
  const open = panes.map((pane) => ({ pane, open: pane }));
  if (!aheadPane) return open;
  const { paneId, title, guest } = aheadPane;
  return [
    ...open,
    { pane: { paneId, title, phase: 'loading', swaps: 0, isCatchingUp: false, guests: [guest] }, open: null },
  ];
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
  readonly pane: StagedPane;
  /** The same with its workbook; null where that is still to come. */
  readonly open: PaneView | null;
  readonly isShown: boolean;
  /** The person works in it, of those that are shown. */
  readonly isActive: boolean;
  /** Another tab is chosen. */
  readonly isBehind: boolean;
  /** It is shown beside the chosen one. */
  readonly isBeside: boolean;
  /** Where it lies while its tab is one of a pair, also behind another tab: it keeps its size. */
  readonly side: Side | undefined;
  readonly share: number | undefined;
  /** It is shown, and another one with it. */
  readonly isOneOfTwo: boolean;
  /** Nobody is there: it shows its picture and no words, and takes nothing. */
  readonly isOnWall: boolean;
  /** It is shown next, and drawn for that. */
  readonly isPrepared: boolean;
  readonly lastFocused: RefObject<Element | null>;
}

/** Drawn again when it is different itself: many may be open, and the context changes with every state. */
const Pane = memo(function Pane(props: PaneProps) {
  const { pane, open, isShown, isActive, isBehind, isBeside, side, share, isOneOfTwo } = props;
  const { isOnWall, isPrepared, lastFocused, bridge, ask } = props;
  const text = useText();
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
    if (!isActive || !isLeft || !isFree || isOnWall) return;
    (left as HTMLElement).blur();
    if (activeId && pane.phase === 'ready') return handOver(activeId);
    // It takes the focus as soon as it is there.
    const stage = element.current?.closest<HTMLElement>('.stage');
    if (!stage) return;
    stage.tabIndex = -1;
    stage.dataset.standsFor = 'workbook';
    stage.focus({ preventScroll: true });
  }, [isActive]);

  // Where the focus was kept for a workbook that loaded or caught up, it goes back to that.
  const isThere = pane.phase === 'ready' && !pane.isCatchingUp;
  useLayoutEffect(() => {
    const focused = document.activeElement;
    if (
      !isActive ||
      !isThere ||
      !activeId ||
      !(focused instanceof HTMLElement) ||
      focused.dataset.standsFor !== 'workbook'
    )
      return;
    handOver(activeId);
  }, [isActive, isThere, activeId, handOver]);

  return (
    <div
      ref={element}
      className="pane"
      data-testid={isBeside ? 'pane-beside' : isBehind ? 'pane-behind' : 'pane'}
      data-pane={pane.paneId}
      data-side={side}
      data-active={isOneOfTwo ? isActive : undefined}
      data-area={isOneOfTwo ? 'workbook' : undefined}
      style={share === undefined ? undefined : ({ '--share': share } as CSSProperties)}
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
          key={guest.element}
          guest={guest}
          name={isOneOfTwo && side ? format(text.split[side], { workbook: pane.title }) : pane.title}
          isCovered={pane.isCatchingUp}
          place={isBeside ? 'beside' : isBehind ? 'behind' : 'before'}
        />
      ))}
      {open && !isOnWall && <Cover pane={open} isShown={isShown} isSwapping={isSwapping} />}
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

/** Four figures, charts, a table. */
const Skeleton = () => (
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
);

/** How long it takes until more is said, and until it can be given up, in milliseconds. */
const MORE_WORDS_MS = 4_000;
const LONG_MS = 10_000;

/** While it is asked for, what goes is still seen beneath. */
const nameOf = (picture: LastPicture) => (picture === undefined ? 'asked' : picture === null ? 'none' : 'shown');

/** The shape of a workbook, or its last picture, until there is one. */
function Loading({ pane, isShown }: { pane: PaneView; isShown: boolean }) {
  const text = useText();
  const { stopWorkbook, announce } = useApp();
  const [tookMs, setTookMs] = useState(0);
  useEffect(() => {
    const timers = [MORE_WORDS_MS, LONG_MS].map((ms) => setTimeout(() => setTookMs(ms), ms));
    return () => timers.forEach(clearTimeout);
  }, []);
  const { loading } = text.workbook;
  const picture = useLastPicture(pane.paneId);
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
    <div className="pane-loading" data-testid="pane-loading" data-picture={nameOf(picture)}>
      {picture && <img className="pane-picture" data-testid="last-picture" src={picture} alt="" />}
      <span className="progress-bar" data-stage={stage} aria-hidden="true" />
      <div className="pane-loading-text">
        <p>{sentence}</p>
        {picture && <p>{loading.lastPicture}</p>}
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
      {picture === null && <Skeleton />}
    </div>
  );
}
