/** What the page around the workbook may ask for, message by message. */
import { post, wireVariables } from './messages.js';

const MOST_CHARACTERS = 1_000;

/** @param {unknown} value */
const text = (value) => (typeof value === 'string' && value !== '' ? value : null);

/**
 * @param {object} page
 * @param {import('./place.js').Place} page.place
 * @param {import('../sigma/workbook-state.ts').WorkbookState} page.state As it is now.
 * @param {import('./bookmarks.js').Bookmarks} page.bookmarks
 * @param {import('./documents.js').Documents} page.documents
 * @param {import('./modals.js').Modals} page.modals
 * @param {(change: Record<string, unknown>) => void} page.changeVariables
 * @param {ReturnType<typeof import('./pages.js').createPages>} page.pages
 * @param {(node: string | null) => void} page.refresh
 * @param {() => void} page.download
 * @returns {Record<string, (message: Record<string, unknown>) => void>}
 */
export function createCommands(page) {
  const { bookmarks, documents, modals, pages } = page;
  return {
    'workbook:variables:list': () =>
      post({ type: 'workbook:variables:current', variables: wireVariables(page.state.variables) }),
    'workbook:variables:update': ({ variables }) =>
      page.changeVariables(/** @type {Record<string, unknown>} */ (variables)),
    'workbook:refresh': ({ nodeId }) => page.refresh(text(nodeId)),
    'workbook:bookmark:create': ({ name, isDefault, isShared }) =>
      bookmarks.create(String(name), isDefault === true, isShared === true),
    'workbook:bookmark:select': ({ bookmarkId }) => bookmarks.select(text(bookmarkId)),
    'workbook:bookmark:update': () => bookmarks.update(),
    'workbook:bookmark:delete': ({ bookmarkId }) => bookmarks.remove(String(bookmarkId)),
    'workbook:fullscreen:update': ({ nodeId }) => pages.toggleFullScreen(text(nodeId)),
    'workbook:selectednodeid:update': ({ selectedNodeId, nodeType }) =>
      pages.select(text(selectedNodeId), nodeType === 'page' ? 'page' : 'element'),
    'workbook:modal:toggle': ({ modalType }) => {
      const kind = text(modalType);
      if (kind === null || ['export', 'schedule', 'save-as'].includes(kind)) modals.toggle(kind);
    },
    'workbook:mode:update': ({ mode }) => documents.setMode(String(mode)),
    'document:navigateto': ({ inodeId, pageId }) => documents.open(String(inodeId), text(pageId)),
    'report:download': () => {
      if (page.place.document.kind === 'report') page.download();
    },
    'workbook:sharinglink:update'({ sharingLink, sharingExplorationLink }) {
      const links = [sharingLink, sharingExplorationLink].flatMap((link) => text(link) ?? []);
      if (links.every((link) => /^https?:\/\//.test(link) && link.length <= MOST_CHARACTERS)) {
        document.body.dataset.sharingLink = links[0];
      } else post({ type: 'workbook:error', code: 'EINVAL', message: 'The sharing link is not valid' });
    },
  };
}
