/** Where a person is, written down so that two moments can be compared. */
import type { Page } from 'playwright';
import type { Desk } from './situation.ts';

/** Everything of a place that a person could notice. */
export interface PlaceRecord {
  readonly workbook: ReturnType<typeof inWorkbook>;
  /** What a screen reader finds in it, with the focus. */
  readonly accessible: string;
  /** What the program knows of it, and shows of it around. */
  readonly program: unknown;
  readonly focus: string;
}

export async function recordPlace(desk: Desk): Promise<PlaceRecord> {
  const frame = await desk.workbook();
  const { place, title, phase, error } = await desk.pane();
  const { window } = desk.app;
  return {
    workbook: await frame.evaluate(inWorkbook),
    accessible: await frame.locator('html').ariaSnapshot(),
    program: { place, title, phase, error, window: await window.title() },
    focus: await window.evaluate(focusInWindow),
  };
}

/** What is other than before, as sentences for whoever reads the failure of a test. */
export function changesOf(before: PlaceRecord, after: PlaceRecord): string[] {
  const parts = (record: PlaceRecord) => {
    const { workbook, accessible, ...rest } = record;
    const lines = accessible.split('\n').map((line, index) => [`line ${index} of what is read`, line] as const);
    return new Map<string, unknown>([...Object.entries(workbook), ...Object.entries(rest), ...lines]);
  };
  const [was, is] = [parts(before), parts(after)];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((name) => {
    const [one, other] = [JSON.stringify(was.get(name)), JSON.stringify(is.get(name))];
    return one === other ? [] : [`${name}: ${one} became ${other}`];
  });
}

/** Runs in Sigma's page. */
function inWorkbook() {
  const nameOf = (element: Element | null) =>
    element === null
      ? null
      : [element.tagName, element.id, element.getAttribute('data-testid'), element.className].join(' ');
  const every = <Found extends Element>(selector: string) => [...document.querySelectorAll<Found>(selector)];
  const named = (selector: string) => every(selector).map(nameOf);
  // The fields of a dialog that was closed are nowhere to be seen.
  const seen = every<HTMLInputElement | HTMLSelectElement>('input, select, textarea').filter((field) =>
    field.checkVisibility(),
  );
  const fields = seen.map((field) => [
    nameOf(field),
    field.getAttribute('value'),
    field.value,
    'checked' in field ? field.checked : null,
  ]);
  const scrolled = [document.scrollingElement, ...every('*')].flatMap((element) =>
    element && (element.scrollTop !== 0 || element.scrollLeft !== 0)
      ? [[nameOf(element), Math.round(element.scrollTop), Math.round(element.scrollLeft)]]
      : [],
  );
  const active = document.activeElement;
  const caret =
    active instanceof HTMLInputElement && active.type === 'text' ? [active.selectionStart, active.selectionEnd] : null;
  return {
    title: document.title,
    heading: document.querySelector('h1')?.textContent,
    page: named('[role="tab"][aria-selected="true"]'),
    selected: named('.card.selected'),
    maximised: named('.card.full'),
    dialog: document.querySelector<HTMLDialogElement>('dialog[open]')?.innerText ?? null,
    fields,
    scrolled,
    // What was pressed with the pointer shows no focus; it has it again with the first key.
    focused: active?.matches(':focus-visible') ? nameOf(active) : null,
    hasFocus: document.hasFocus(),
    caret,
    chosenText: getSelection()?.toString() ?? '',
    figures: every('.value, .rank-value, .note').map(({ textContent }) => textContent),
    sorted: every('[aria-sort]').map((cell) => [cell.textContent, cell.getAttribute('aria-sort')]),
    rows: every('tbody tr')
      .slice(0, 3)
      .map(({ textContent }) => textContent),
    notice: document.getElementById('notice')?.hidden === false ? document.getElementById('notice')?.textContent : null,
    size: [innerWidth, innerHeight, devicePixelRatio],
    theme: getComputedStyle(document.body).backgroundColor,
  };
}

/** Runs in our window: the guest is named by its role, since a swap changes its id. */
function focusInWindow() {
  const focused = document.activeElement;
  const guest = focused?.closest('[data-guest]');
  if (guest) return `the ${guest.getAttribute('data-role')} workbook`;
  const name = focused?.getAttribute('data-testid') ?? focused?.getAttribute('aria-label') ?? focused?.id;
  return `${focused?.tagName} ${name}`;
}

/** What a screen reader would have been given to say by our window, since `listen` was called. */
export interface Ears {
  heard(): Promise<readonly string[]>;
}

/** Listens to what would be read out: live regions, the title, a focus that moves, a standby that can be reached. */
export async function listen(window: Page): Promise<Ears> {
  await window.evaluate(() => {
    const heard: string[] = [];
    const live = '[aria-live]:not([aria-live="off"]), [role="status"], [role="alert"], [role="log"]';
    const textOf = (region: Element) => region.textContent?.trim() ?? '';
    const known = new Map([...document.querySelectorAll(live)].map((region) => [region, textOf(region)]));
    let { title } = document;
    const isMore = ({ type, addedNodes }: MutationRecord) => type === 'characterData' || addedNodes.length > 0;
    const regionOf = ({ target }: MutationRecord) =>
      (target instanceof Element ? target : target.parentElement)?.closest(live);
    function look(records: MutationRecord[]) {
      // A sentence that goes is not read, nor what stood beside it.
      const grown = new Set(records.filter(isMore).map(regionOf));
      for (const region of document.querySelectorAll(live)) {
        const text = textOf(region);
        const isRead = grown.has(region) || !known.has(region);
        if (isRead && text !== '' && text !== known.get(region)) heard.push(`region: ${text}`);
        known.set(region, text);
      }
      if (document.title !== title) heard.push(`title: ${document.title}`);
      title = document.title;
      for (const standby of document.querySelectorAll('[data-role="standby"]')) {
        const isHidden = standby.closest('[inert]') && standby.closest('[aria-hidden="true"]');
        if (!isHidden) heard.push('a standby that can be reached');
      }
    }
    const observer = new MutationObserver(look);
    observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    const onFocus = ({ target }: FocusEvent) => {
      // From guest to guest: a person stays in the workbook.
      if (target instanceof Element && target.tagName !== 'WEBVIEW')
        heard.push(`focus: ${target.outerHTML.slice(0, 80)}`);
    };
    document.addEventListener('focusin', onFocus);
    Object.assign(window, {
      sightglassEars() {
        observer.disconnect();
        document.removeEventListener('focusin', onFocus);
        return heard;
      },
    });
  });
  return {
    heard: () =>
      window.evaluate(() => (window as unknown as { sightglassEars: () => readonly string[] }).sightglassEars()),
  };
}
