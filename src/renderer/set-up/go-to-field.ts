/** Puts the focus into a field of the form, wherever it is: what is folded around it unfolds, and it comes into sight. */
import { flushSync } from 'react-dom';

const control = 'input[type="radio"]:checked, input:not([type="radio"]), textarea, select, button';

/** The first. Of a choice, what is chosen: a choice as a whole takes no focus. */
export const controlIn = (element: Element): HTMLElement | null => element.querySelector<HTMLElement>(control);

/**
 * To the middle, clear of head and foot, with its label and what is wrong with it. The browser's own way would move the
 * parts around the form too, which never scroll.
 */
export function showInForm(element: Element): void {
  const scroller = element.closest('.page-main');
  if (!scroller) return;
  const [own, whole] = [element.getBoundingClientRect(), scroller.getBoundingClientRect()];
  scroller.scrollBy({ top: own.top - whole.top - Math.max(96, (whole.height - own.height) / 2), behavior: 'instant' });
}

/** The element of a field; of one that is not shown now, the nearest to it in the same part of the form. */
function elementOf(form: Element, field: string): Element | null {
  for (let name = field; name !== ''; name = name.slice(0, Math.max(name.lastIndexOf('.'), 0))) {
    const exact = form.querySelector(`[data-field="${CSS.escape(name)}"]`);
    const within = exact ?? form.querySelector(`[data-field^="${CSS.escape(name)}."]`);
    if (within) return within;
  }
  return null;
}

/** @returns whether there is such a field */
export function goToField(form: Element | null, field: string): boolean {
  const element = form && elementOf(form, field);
  if (!element) return false;
  const folded: HTMLElement[] = [];
  for (let around = element.closest('.advanced'); around; around = around.parentElement?.closest('.advanced') ?? null) {
    const trigger = around.querySelector<HTMLElement>('.disclosure[aria-expanded="false"]');
    if (trigger && !trigger.contains(element)) folded.push(trigger);
  }
  for (const trigger of folded.reverse()) flushSync(() => trigger.click());
  const target = controlIn(element);
  target?.focus({ preventScroll: true });
  showInForm(element);
  return target !== null;
}

/** Every fault has to be on the page by then. @returns whether there is a field with one */
export function goToFirstFault(form: Element | null): boolean {
  const field = form?.querySelector('[data-field][data-invalid]')?.getAttribute('data-field') ?? '';
  return field !== '' && goToField(form, field);
}
