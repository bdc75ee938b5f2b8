/**
 * A double click is one wish. Where the first half of it changes what lies under the pointer, the second half would press
 * something that the person has not seen yet, such as Cancel where "Sign in again" was. Keys are not looked at.
 */

/** The longest double click that systems allow unless told otherwise, in milliseconds. */
const DOUBLE_CLICK_MS = 500;
/** A hand is never quite still, in pixels. */
const SAME_SPOT = 8;

interface Press {
  readonly at: number;
  readonly x: number;
  readonly y: number;
  readonly what: string | null;
}

/** What is pressed, as a person would tell it apart: the control by its name, not by the element that draws it. */
function whatIsAt(target: EventTarget | null): string | null {
  const control = target instanceof Element ? target.closest('button, a, input, [role="button"]') : null;
  return control && `${control.getAttribute('data-testid')} ${control.ariaLabel ?? control.textContent}`;
}

/** A press that hit nothing, such as one that closed a menu, is no first half. */
const isSecondHalf = (press: Press, before: Press | null): boolean =>
  before !== null &&
  before.what !== null &&
  press.at - before.at < DOUBLE_CLICK_MS &&
  Math.hypot(press.x - before.x, press.y - before.y) <= SAME_SPOT &&
  press.what !== before.what;

/** Begins to drop second halves of double clicks on something else; answers with the function that stops it. */
export function dropDoublePresses(window: Pick<Window, 'addEventListener' | 'removeEventListener'>): () => void {
  let before: Press | null = null;
  let isDropping = false;
  const take = (event: Event) => {
    if (!(event instanceof PointerEvent)) return;
    if (event.type === 'pointerdown') {
      const { timeStamp: at, clientX: x, clientY: y } = event;
      const press = { at, x, y, what: whatIsAt(event.target) };
      isDropping = isSecondHalf(press, before);
      // Of three quick presses the third is compared with what the person saw, too.
      if (!isDropping) before = press;
    }
    if (!isDropping) return;
    event.stopImmediatePropagation();
    event.preventDefault();
  };
  // A click is what a press ends in; a key makes one too, without a pointer that went down.
  const types = ['pointerdown', 'pointerup', 'click'] as const;
  const endDrop = (event: Event) => {
    take(event);
    if (event.type === 'click') isDropping = false;
  };
  for (const type of types) window.addEventListener(type, endDrop, { capture: true });
  return () => {
    for (const type of types) window.removeEventListener(type, endDrop, { capture: true });
  };
}
