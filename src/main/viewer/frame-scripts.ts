/**
 * The scripts that main runs in the frame of a workbook: what the person is doing there, where it is scrolled to, and how
 * the same is brought about in another load of it. They are constants; what is put into the last two is JSON that was
 * checked (`frame-look.ts`). They run in Sigma's own world (Electron has no other one for frames), so the page may make
 * them answer anything: it can only say something of itself, and only keep its own swap waiting.
 */

/**
 * In characters: an answer that is longer is none. A script ends with this, since a page can make `JSON.stringify` answer
 * anything, but not the length of a text: main never gets more.
 */
export const LONGEST_ANSWER = 65_536;
const BOUNDED = `return typeof answer === 'string' && answer.length <= ${LONGEST_ANSWER} ? answer : null;`;

/** An id that stays the same from load to load, and holds nothing that was not meant to name something. */
const PLAIN_ID = String.raw`/^[\w:.-]{1,128}$/`;

const FIND = `
  const find = ({ anchor, steps }) => {
    let at = anchor === null ? document.documentElement : document.getElementById(anchor);
    for (const [tag, index] of steps) {
      at = at?.children[index];
      if (!at || at.tagName !== tag) return null;
    }
    return at ?? null;
  };
  const textOf = (element) => {
    if (element.isContentEditable) return element.textContent ?? '';
    const isText = element.tagName === 'TEXTAREA' || (element.tagName === 'INPUT' &&
      !['button', 'checkbox', 'color', 'file', 'image', 'radio', 'range', 'reset', 'submit'].includes(element.type));
    return isText ? element.value : null;
  };
  /* Tells whether two texts are the same; what is typed stays in the page. */
  const markOf = (element) => {
    const text = textOf(element);
    if (text === null) return null;
    let mark = 0x811c9dc5;
    for (let at = 0; at < text.length; at += 1) mark = Math.imul(mark ^ text.charCodeAt(at), 0x01000193) >>> 0;
    return mark;
  };`;

/**
 * Takes the scroll bars of a page away, or gives them back; what it scrolls to stays. A sheet that is made here is no style of
 * the page, so that no policy of it forbids that. Answers with JSON: whether it is so.
 */
export const scrollBarsScript = (isHidden: boolean): string => `(() => {
  const key = Symbol.for('sightglass.scrollBars');
  if (!window[key]) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { scrollbar-width: none !important; } *::-webkit-scrollbar { display: none !important; }');
    Object.defineProperty(window, key, { value: sheet });
  }
  const others = Array.from(document.adoptedStyleSheets).filter((one) => one !== window[key]);
  document.adoptedStyleSheets = ${isHidden} ? [...others, window[key]] : others;
  return 'true';
})()`;

/** Answers with JSON (`FrameLook`). The first time, it begins to listen for what cannot be seen afterwards. */
export const LOOK_SCRIPT = `(() => {
  ${FIND}
  const key = Symbol.for('sightglass.activity');
  let activity = window[key];
  if (!activity) {
    activity = { at: -1e9, isComposing: false, isDragging: false, hover: null, isByPointer: false };
    Object.defineProperty(window, key, { value: activity });
    const listen = (types, take) => {
      for (const type of types) window.addEventListener(type, take, { capture: true, passive: true });
    };
    const inputs = ['pointerdown', 'pointerup', 'pointercancel', 'wheel', 'touchstart', 'touchmove', 'touchend'];
    listen([...inputs, 'keydown', 'input', 'drop'], (event) => {
      if (!event.isTrusted) return;
      activity.at = performance.now();
      if (event.type === 'keydown' || event.type === 'pointerdown') activity.isByPointer = event.type === 'pointerdown';
    });
    listen(['pointermove'], ({ isTrusted, pointerType, clientX, clientY }) => {
      if (isTrusted && pointerType === 'mouse') activity.hover = [Math.round(clientX), Math.round(clientY)];
    });
    document.documentElement.addEventListener('pointerleave', () => { activity.hover = null; });
    listen(['compositionstart'], () => { activity.isComposing = true; });
    listen(['compositionend'], () => { activity.isComposing = false; });
    listen(['dragstart'], () => { activity.isDragging = true; });
    listen(['dragend', 'drop'], () => { activity.isDragging = false; });
  }
  const pathOf = (element) => {
    const steps = [];
    for (let at = element; at && at !== document.documentElement; at = at.parentElement) {
      if (${PLAIN_ID}.test(at.id) && document.getElementById(at.id) === at) return { anchor: at.id, steps };
      if (!at.parentElement || steps.length >= 60) return null;
      steps.unshift([at.tagName, Array.prototype.indexOf.call(at.parentElement.children, at)]);
    }
    return { anchor: null, steps };
  };
  const isSeen = (element) => element.getClientRects().length > 0;
  const count = (selector) => {
    try { return Array.from(document.querySelectorAll(selector)).filter(isSeen).length; } catch { return 0; }
  };
  const focused = document.activeElement;
  const isList = (element) => element?.tagName === 'SELECT' && !element.multiple && element.size <= 1;
  const knowsOpenLists = CSS.supports('selector(select:open)');
  const openLists = knowsOpenLists ? count('select:open') : isList(focused) ? 1 : 0;
  const scrolls = [];
  const all = document.querySelectorAll('*');
  for (let at = 0; at < all.length && at < 20000 && scrolls.length < 40; at += 1) {
    const { scrollTop: top, scrollLeft: left } = all[at];
    const path = top || left ? pathOf(all[at]) : null;
    if (path) scrolls.push({ path, top, left });
  }
  let focus = null;
  const focusPath = focused && focused !== document.body && focused !== document.documentElement ? pathOf(focused) : null;
  if (focusPath) {
    let caret = null;
    try {
      if (focused.selectionStart !== null && focused.selectionStart !== undefined) {
        caret = [focused.selectionStart, focused.selectionEnd];
      }
    } catch { /* Of some fields the caret cannot be asked for. */ }
    const mark = markOf(focused);
    /* A page that has not the focus shows no ring at all. */
    const isPlain = document.hasFocus() ? !focused.matches(':focus-visible') : mark === null && activity.isByPointer;
    focus = { path: focusPath, caret, mark, isPlain };
  }
  const named = [];
  for (let at = document.elementFromPoint(innerWidth / 2, innerHeight / 2); at; at = at.parentElement) {
    for (const { name, value } of at.attributes) {
      if ((name === 'id' || name.startsWith('data-')) && /^[\\w-]{2,64}$/.test(value) && !named.includes(value)) named.push(value);
    }
  }
  const selection = getSelection();
  const answer = JSON.stringify({
    sinceInput: performance.now() - activity.at,
    isPressed: document.querySelector(':active') !== null,
    isComposing: activity.isComposing,
    isDragging: activity.isDragging,
    hasSelection: selection !== null && !selection.isCollapsed && selection.toString().trim() !== '',
    isPlaying: Array.from(document.querySelectorAll('video, audio')).some(
      (media) => !media.paused && !media.ended && !(media.muted && media.loop)),
    isFullScreen: Boolean(document.fullscreenElement),
    overlays: openLists + count('dialog[open], [role=dialog], [role=alertdialog], [role=menu], [role=listbox], ' +
      '[popover]:popover-open, [aria-haspopup][aria-expanded="true"], [role=combobox][aria-expanded="true"]'),
    scrolls,
    focus,
    hover: activity.hover,
    named: named.slice(0, 12),
  });
  ${BOUNDED}
})()`;

/**
 * Scrolls to where another load of the page was, and answers with JSON (`FramePlacing`). A page learns where the pointer is
 * when that moves: it is told, so that the tip of a chart under a hand that rests is there as before.
 *
 * @param wanted JSON of the checked `scrolls`, `focus` and `hover` of a look
 */
export const placeScript = (wanted: string): string => `(async ({ scrolls, focus, hover }) => {
  ${FIND}
  const near = (one, other) => Math.abs(one - other) <= 1;
  const isAway = ({ path, top, left }) => {
    const element = find(path);
    return !element || !near(element.scrollTop, top) || !near(element.scrollLeft, left);
  };
  let away = scrolls.filter(isAway);
  for (let tries = 0; away.length > 0 && tries < 6; tries += 1) {
    if (tries > 0) await new Promise((resolve) => setTimeout(resolve, 50));
    for (const { path, top, left } of away) find(path)?.scrollTo({ top, left, behavior: 'instant' });
    away = scrolls.filter(isAway);
  }
  const under = hover === null ? null : document.elementFromPoint(hover[0], hover[1]);
  for (const type of ['over', 'enter', 'move']) {
    const at = { bubbles: type !== 'enter', cancelable: type !== 'enter', composed: true };
    const event = hover && { ...at, clientX: hover[0], clientY: hover[1] };
    under?.dispatchEvent(new PointerEvent('pointer' + type, { ...event, pointerType: 'mouse', isPrimary: true }));
    under?.dispatchEvent(new MouseEvent('mouse' + type, event));
  }
  const field = focus === null ? null : find(focus.path);
  const answer = JSON.stringify({
    away: away.length,
    isSameText: focus === null || focus.mark === null || (field !== null && markOf(field) === focus.mark),
  });
  ${BOUNDED}
})(${wanted})`;

/**
 * Has the keys go to the frame of the workbook, since a guest that is given the focus keeps it in the host page around
 * that; not even a press in the workbook brings it further down then. Puts the focus, and the caret in it, where it was in
 * another load of the page. Until the page has heard that it is no longer `inert` in its window it takes no focus, so that
 * it is tried until it does, unless the person was quicker.
 *
 * @param wanted JSON of the checked `focus` of a look; `null` for the page alone
 */
export const focusScript = (wanted: string): string => `(async (wanted) => {
  ${FIND}
  const field = wanted === null ? null : find(wanted.path);
  const before = document.activeElement;
  let isTaken = field === null;
  const take = () => {
    field.focus({ preventScroll: true });
    isTaken = document.activeElement === field;
    if (!isTaken || !wanted.isPlain) return;
    /* The focus that a script gives is shown. Tab goes on from here all the same, and any key brings it back. */
    field.blur();
    const ends = ['keydown', 'pointerdown', 'focusin'];
    const end = ({ type }) => {
      for (const each of ends) window.removeEventListener(each, end, true);
      if (type === 'keydown') field.focus({ preventScroll: true });
    };
    for (const each of ends) window.addEventListener(each, end, true);
  };
  const isQuicker = () => !isTaken && document.activeElement !== before;
  for (let tries = 0, settled = 0; tries < 40 && settled < 2 && !isQuicker(); tries += 1) {
    if (tries > 0) await new Promise((resolve) => setTimeout(resolve, 25));
    if (!document.hasFocus()) window.focus();
    if (!isTaken && !isQuicker()) take();
    settled = document.hasFocus() && isTaken ? settled + 1 : 0;
  }
  if (!document.hasFocus() || !isTaken) return 'false';
  if (field !== null && wanted.caret !== null && markOf(field) === wanted.mark) {
    try { field.setSelectionRange(wanted.caret[0], wanted.caret[1]); } catch { /* It has no caret any more. */ }
  }
  return 'true';
})(${wanted})`;
