/**
 * The focus is never lost. Chromium gives it to the body of the page when what had it goes, is disabled or is covered;
 * then Tab begins anew somewhere, and a screen reader says nothing. Whatever the reason, it is noticed here and goes where
 * the person looks. A part that knows a better place moves it there itself, within a moment.
 */
import { areasOf, headOf, isReachable, placeAfter, placeInArea, type Trace, traceOf } from './focus-places.ts';

/** So long a menu or a dialog has that gives the focus back as it closes, in milliseconds. */
const PATIENCE_MS = 50;
/** As many places are remembered to go back to. */
const MOST_LATELY = 12;

export interface FocusKeeper {
  /** To the next area of the window (1), or to the one before (-1). */
  moveArea(step: 1 | -1): void;
  stop(): void;
}

const changes = {
  subtree: true,
  childList: true,
  attributes: true,
  attributeFilter: ['disabled', 'inert', 'hidden', 'aria-hidden', 'class', 'style'],
};

export function keepFocus(root: Document): FocusKeeper {
  const window = root.defaultView ?? globalThis.window;
  /** What had the focus, the last first. */
  let lately: HTMLElement[] = [];
  let trace: Trace | null = null;
  /** The screen that was looked at last, by its heading. */
  let head: HTMLElement | null = null;
  /** A person pressed beside everything. */
  let isLetGo = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const holder = () => (root.activeElement instanceof HTMLElement ? root.activeElement : root.body);
  /** What was disabled keeps the focus for a moment in some versions, and takes no key. */
  const isNowhere = () => holder() === root.body || holder().matches(':disabled') || !holder().isConnected;

  const note = () => {
    if (isNowhere()) return;
    isLetGo = false;
    const element = holder();
    lately = [element, ...lately.filter((one) => one !== element && one.isConnected)].slice(0, MOST_LATELY);
    trace = traceOf(element);
  };
  const onFocusIn = () => {
    note();
    // What takes the focus in a choice is a dot; what a person looks at is the card around it.
    const label = holder().closest('label');
    if (label && holder().matches(':focus-visible')) label.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
  const look = () => {
    timer = undefined;
    const now = headOf(root);
    const isOtherScreen = now !== head;
    head = now;
    if (!isNowhere()) return note();
    if (isLetGo && !isOtherScreen) return;
    // What is gone, and what stands where it was going to, is no place that a person came from.
    const [, ...before] = lately;
    const place = (isOtherScreen && now && isReachable(now) ? now : null) ?? placeAfter(trace, before, root);
    if (place) give(place, lately[0]);
  };
  const lookSoon = () => {
    if (timer === undefined) timer = setTimeout(look, PATIENCE_MS);
  };
  const letGo = ({ pointerType }: PointerEvent) => {
    isLetGo = true;
    // With a mouse the focus has gone by then; a press in what has it already lets nothing go. A finger takes it along later.
    if (pointerType !== 'touch') setTimeout(() => (isLetGo = isNowhere()));
  };
  const onLost = (event: FocusEvent) => {
    if (event.relatedTarget === null) lookSoon();
  };

  const observer = new MutationObserver(() => {
    // Traces are kept up to date: rows move, and one that goes later is looked for where it was last.
    if (isNowhere() || headOf(root) !== head) lookSoon();
    else if (lately[0] === holder()) trace = traceOf(holder());
  });
  observer.observe(root, changes);
  root.addEventListener('focusin', onFocusIn);
  root.addEventListener('focusout', onLost);
  root.addEventListener('pointerdown', letGo, { capture: true });
  window.addEventListener('resize', lookSoon);
  lookSoon();

  return {
    moveArea(step) {
      const areas = areasOf(root);
      const at = areas.findIndex((area) => area.contains(holder()));
      const first = step > 0 ? 0 : areas.length - 1;
      const next = areas[at === -1 ? first : (at + step + areas.length) % areas.length];
      if (next && next !== areas[at]) give(placeInArea(next, lately));
    },
    stop() {
      clearTimeout(timer);
      observer.disconnect();
      root.removeEventListener('focusin', onFocusIn);
      root.removeEventListener('focusout', onLost);
      root.removeEventListener('pointerdown', letGo, { capture: true });
      window.removeEventListener('resize', lookSoon);
    },
  };
}

/** @param lost for what the place stands in; a workbook that comes back takes the focus again (see pane-stage.tsx) */
function give(place: HTMLElement, lost?: HTMLElement): void {
  // A workbook takes the focus in its own way.
  const isPlain = place.tagName !== 'WEBVIEW' && place.tabIndex < 0 && !place.hasAttribute('tabindex');
  if (isPlain) place.setAttribute('tabindex', '-1');
  if (lost?.tagName === 'WEBVIEW') place.dataset.standsFor = 'workbook';
  else delete place.dataset.standsFor;
  place.focus({ preventScroll: lost !== undefined });
}
