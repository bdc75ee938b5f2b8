/** Pages, the chosen element, and the maximised one. */
import { post } from './messages.js';

const pages = ['page-overview', 'page-trips'];

/** @param {string} id */
const at = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/**
 * @param {object} options
 * @param {() => void} options.onPage Another page shows.
 * @param {(page: string) => void} options.onTab A page was chosen, by the person or by the page around.
 */
export function createPages({ onPage, onTab }) {
  /** @type {string | null} */
  let fullScreen = null;

  /** @param {string | null} node @param {'element' | 'page' | null} nodeType */
  function show(node, nodeType) {
    for (const card of document.querySelectorAll('.card.selected')) card.classList.remove('selected');
    if (nodeType === 'page' && node && pages.includes(node)) showPage(node);
    if (nodeType === 'element' && node) {
      const card = document.querySelector(`[data-node="${CSS.escape(node)}"]`);
      const panel = card?.closest('.panel')?.id;
      if (panel) showPage(panel.replace('panel-', 'page-'));
      card?.classList.add('selected');
    }
  }

  /** @param {string | null} node @param {'element' | 'page' | null} nodeType */
  function select(node, nodeType) {
    show(node, nodeType);
    post({ type: 'workbook:selectednodeid:onchange', selectedNodeId: node, nodeType });
    if (nodeType === 'page' && node && pages.includes(node)) onTab(node);
  }

  /** @param {string} page */
  function showPage(page) {
    if (!pages.includes(page)) return;
    for (const id of pages) {
      const chosen = id === page;
      const tab = /** @type {HTMLButtonElement} */ (at(id));
      tab.ariaSelected = String(chosen);
      tab.tabIndex = chosen ? 0 : -1;
      at(id.replace('page-', 'panel-')).hidden = !chosen;
    }
    onPage();
  }

  for (const [index, id] of pages.entries()) {
    at(id).onclick = () => select(id, 'page');
    at(id).onkeydown = (event) => {
      if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
      const next = pages[(index + 1) % pages.length] ?? id;
      at(next).focus();
      select(next, 'page');
    };
  }

  /** @param {string | null} node */
  function setFullScreen(node) {
    const card = node ? document.querySelector(`[data-node="${CSS.escape(node)}"]`) : null;
    for (const other of document.querySelectorAll('.card.full')) other.classList.remove('full');
    card?.classList.add('full');
    document.body.classList.toggle('has-full', card !== null);
    fullScreen = card ? node : null;
    for (const button of document.querySelectorAll('[data-expand]')) {
      button.ariaPressed = String(button.getAttribute('data-expand') === fullScreen);
    }
    post({ type: 'workbook:fullscreen:onchange', fullScreen: fullScreen !== null });
  }

  /** The maximised one is put back. @param {string | null} node */
  const toggleFullScreen = (node) => setFullScreen(fullScreen === node ? null : node);

  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-expand]'))) {
    const node = button.dataset.expand ?? null;
    button.onclick = () => toggleFullScreen(node);
  }
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && fullScreen) setFullScreen(null);
  });

  return { show, select, showPage, toggleFullScreen };
}
