/** Where the focus goes when what had it is gone, and between which areas a key moves it. Nothing here moves it. */

/** The parts of a window between which F6 goes, in its order. Each has this attribute. */
export const AREA = '[data-area]';
/** Of these an area is full only while something in it can be pressed or read. */
const CONTENT = 'button, a[href], input, textarea, [role="tab"], webview, h1, h2, h3';
const PRESSABLE = [
  'button:not([disabled])',
  'a[href]',
  'input:not([disabled])',
  'textarea:not([disabled])',
  '[role="tab"][aria-selected="true"]',
  '[role="separator"][tabindex]',
  'webview',
].join(', ');
/** Parts that make sense when they are read out as a whole. */
const REGION =
  'li, section, article, aside, form, fieldset, .pane, [role="group"], [role="dialog"], [role="alertdialog"]';
const HEADING = 'h1, h2, h3, h4';

/** Whether a person can see an element, and is not kept from it. */
export function isReachable(element: Element): boolean {
  if (!element.isConnected || element.closest('[inert], [hidden], [aria-hidden="true"]') !== null) return false;
  return element.checkVisibility({ visibilityProperty: true }) && !element.matches(':disabled');
}

/** Elements of a kind that can be reached, in their order. */
const reachable = (within: ParentNode, selector: string): HTMLElement[] =>
  [...within.querySelectorAll<HTMLElement>(selector)].filter(isReachable);

/** The areas with something in them. Over a dialog there is none but that. */
export const areasOf = (root: Document): HTMLElement[] =>
  dialogOf(root) ? [] : reachable(root, AREA).filter((area) => reachable(area, CONTENT).length > 0);

const dialogOf = (root: Document): HTMLElement | undefined =>
  reachable(root, '[role="dialog"], [role="alertdialog"]').at(-1);

/** What takes the focus in an area that is gone to: what had it there last, or the first thing that can be pressed. */
export function placeInArea(area: HTMLElement, lately: readonly HTMLElement[]): HTMLElement {
  const before = lately.find((element) => element !== area && area.contains(element) && isReachable(element));
  return before ?? reachable(area, PRESSABLE)[0] ?? reachable(area, HEADING)[0] ?? area;
}

/** One of several that look alike, of which one may go. */
const ROW = 'li, article, .repeated, .mapping-row';

/** What is known of the element that had the focus: its ancestors from near to far, and its place among each one's children. */
export interface Trace {
  readonly parents: readonly { readonly element: Element; readonly index: number; readonly isOfRow: boolean }[];
  readonly area: Element | null;
}

/** Notes where an element stands, for the time when it is gone. */
export function traceOf(element: Element): Trace {
  const parents: { element: Element; index: number; isOfRow: boolean }[] = [];
  for (let child = element; child.parentElement; child = child.parentElement) {
    const index = [...child.parentElement.children].indexOf(child);
    parents.push({ element: child.parentElement, index, isOfRow: child.matches(ROW) });
  }
  return { parents, area: element.closest(AREA) };
}

/**
 * The best place after a loss, from near to far: the row that took the place of a row, what is left of the same part of
 * the screen, where the person was before they came to what is gone, and the heading of the screen.
 *
 * @param lately what had the focus before, the last first
 */
export function placeAfter(trace: Trace | null, lately: readonly HTMLElement[], root: Document): HTMLElement | null {
  const own = trace && nearby(trace);
  if (own) return own;
  const dialog = dialogOf(root);
  if (dialog) return dialog;
  // A card or a panel that closes gives the focus back. What lay on another screen is not where the person looks now.
  const isOverlay = trace?.area instanceof HTMLElement && trace.area.dataset.area !== 'page';
  const before = isOverlay ? lately.find((element) => isReachable(element) && element !== root.body) : undefined;
  return before ?? headOf(root);
}

/** The heading of the screen, or the workbook where that is shown; also beneath a dialog. */
export const headOf = (root: Document): HTMLElement | null =>
  root.querySelector<HTMLElement>('[role="main"]') ?? root.querySelector<HTMLElement>('main h1');

function nearby({ parents, area }: Trace): HTMLElement | null {
  for (const { element, index, isOfRow } of parents) {
    if (!isReachable(element)) continue;
    const row = isOfRow ? rowsAt(element, index)[0] : undefined;
    if (row) return row.matches('.mapping-row') ? (reachable(row, PRESSABLE)[0] ?? row) : headed(row);
    if (element instanceof HTMLElement && element.matches(REGION)) return headed(element);
    // What stands around an area is no place to be: the area itself, if something is left in it, is the last one.
    if (element === area) return element instanceof HTMLElement ? leftIn(element) : null;
  }
  return null;
}

/** The row that came up, and the one before. */
const rowsAt = (parent: Element, index: number): HTMLElement[] =>
  [parent.children[index], parent.children[index - 1]].filter(
    (row): row is HTMLElement => row instanceof HTMLElement && row.matches(ROW) && isReachable(row),
  );

const leftIn = (area: HTMLElement): HTMLElement | null =>
  area.dataset.area === 'workbook' ? area : (reachable(area, HEADING)[0] ?? reachable(area, PRESSABLE)[0] ?? null);

/** A part is read from its heading on, where it has one. A group of fields is read by its legend. */
const headed = (element: HTMLElement): HTMLElement =>
  (element.matches('fieldset') ? undefined : reachable(element, HEADING)[0]) ?? element;
