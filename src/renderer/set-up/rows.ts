/** Rows that come and go: the focus goes into a new one, and from one that is removed to its neighbour. */
import { flushSync } from 'react-dom';
import { controlIn, showInForm } from './go-to-field.ts';

const rowOf = (key: string): Element | null => document.querySelector(`[data-row="${CSS.escape(key)}"]`);

function enter(row: Element): void {
  const control = controlIn(row);
  control?.focus({ preventScroll: true });
  showInForm(control?.closest('.field') ?? row);
}

/** @param key of the new row */
export function addRow(key: string, add: () => void): void {
  flushSync(add);
  const row = rowOf(key);
  if (row) enter(row);
}

/** To the next row, else to the one before; after the last one, to the button that adds one. */
export function removeRow(key: string, remove: () => void): void {
  const row = rowOf(key);
  const list = row?.parentElement;
  const siblings = [...(list?.children ?? [])].filter((other) => other.hasAttribute('data-row'));
  const place = row ? siblings.indexOf(row) : -1;
  const neighbour = siblings[place + 1] ?? siblings[place - 1];
  flushSync(remove);
  if (neighbour) enter(neighbour);
  else list?.querySelector<HTMLElement>(':scope > div [data-testid^="add-"]')?.focus();
}
