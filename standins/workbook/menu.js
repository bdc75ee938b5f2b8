/** The menu that `:menu_position=top` or `bottom` shows. Without it there is none, as Sigma does. */
import { button } from './modals.js';

/**
 * @param {object} options
 * @param {import('../sigma/workbook-page.ts').WorkbookBoot} options.boot
 * @param {import('./place.js').Place} options.place
 * @param {import('./documents.js').Documents} options.documents
 * @param {import('./modals.js').Modals} options.modals
 * @param {() => void} options.refresh
 */
export function createMenu({ boot, place, documents, modals, refresh }) {
  if (!boot.menu) return;
  const { may } = boot;
  const shown = (/** @type {string} */ parameter) => !boot.hidden.includes(parameter);
  const toMode = (/** @type {'explore' | 'edit'} */ mode) => () =>
    documents.setMode(place.mode === mode ? 'view' : mode);
  /** @type {[boolean, string, string, () => void][]} */
  const entries = [
    [shown(':hide_folder_navigation'), 'Documents', 'folder', () => modals.toggle('folder')],
    [shown(':hide_bookmarks'), 'Bookmarks', 'bookmarks', () => modals.toggle('bookmarks')],
    [may.explore && shown(':hide_explore_toggle'), 'Explore', 'explore', toMode('explore')],
    [true, 'Refresh', 'refresh', refresh],
    [true, 'Export', 'export', () => modals.toggle('export')],
    [may.explore && shown(':hide_schedule'), 'Schedule', 'schedule', () => modals.toggle('schedule')],
    [may.edit && shown(':hide_save_as'), 'Save as', 'save-as', () => modals.toggle('save-as')],
    [may.edit, 'Edit', 'edit', toMode('edit')],
    [may.edit, 'Publish', 'publish', () => documents.publish()],
    [may.edit, 'Delete', 'delete', () => documents.remove()],
  ];
  const menu = document.createElement('nav');
  menu.className = 'menu';
  menu.ariaLabel = 'Menu';
  menu.dataset.testid = 'menu';
  for (const [wanted, label, name, press] of entries) if (wanted) menu.append(button(label, `menu-${name}`, press));
  const main = /** @type {HTMLElement} */ (document.getElementById('main'));
  if (boot.menu === 'top') main.before(menu);
  else main.after(menu);
}
