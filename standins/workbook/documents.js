/** Other documents, and the editing of this one: its title is what can be edited. */
import { post, wireVariables } from './messages.js';

const heading = /** @type {HTMLElement} */ (document.querySelector('h1'));

/**
 * @param {object} options
 * @param {ReturnType<typeof import('./service.js').createService>} options.call
 * @param {import('./place.js').Place} options.place
 * @param {import('../sigma/workbook-page.ts').WorkbookBoot} options.boot
 * @param {import('../sigma/workbook-state.ts').WorkbookState} options.state As it is now.
 * @param {(state: import('../sigma/workbook-state.ts').WorkbookState) => void} options.showAll Queries everything anew.
 * @param {(page: string) => void} options.showPage
 * @param {(error: unknown) => void} options.failed
 */
export function createDocuments({ call, place, boot, state, showAll, showPage, failed }) {
  /** @param {string} title */
  function showTitle(title) {
    heading.textContent = title;
    document.title = title;
  }

  /** @param {'view' | 'explore' | 'edit'} mode */
  function modeIs(mode) {
    const wasEditing = place.mode === 'edit';
    place.mode = mode;
    document.body.dataset.mode = mode;
    heading.contentEditable = mode === 'edit' ? 'plaintext-only' : 'false';
    if (wasEditing !== (mode === 'edit')) place.urlChanged();
  }

  heading.oninput = () => {
    const title = heading.textContent?.trim();
    if (place.mode === 'edit' && title) void call('draft', { title }).catch(failed);
  };

  /** @param {string} id @param {string | null} page */
  async function open(id, page) {
    const view = await call('navigate', { id });
    place.document = view;
    place.page = null;
    modeIs('view');
    showTitle(view.title);
    post({ type: 'workbook:id:onchange', id: view.workbookId });
    if (page) {
      place.page = page;
      showPage(page);
    }
    place.urlChanged();
    showAll(view.state);
    post({ type: 'workbook:loaded', workbook: { variables: wireVariables(state.variables) } });
  }

  /** @param {string} mode */
  async function setMode(mode) {
    // Sorting explores without the mode, so that to view is worth asking for twice.
    if (mode === place.mode && mode !== 'view') return;
    if (mode === 'view') {
      showTitle(place.document.title);
      modeIs('view');
      place.explored(null);
    }
    if (mode === 'explore' && boot.may.explore) {
      showTitle(place.document.title);
      modeIs('explore');
      await place.exploring(call('explore', state));
    }
    if (mode === 'edit' && boot.may.edit) {
      showTitle((await call('edit', {})).title);
      modeIs('edit');
    }
  }

  const attempt = (/** @type {Promise<unknown>} */ doing) => void doing.catch(failed);

  return {
    /** @param {string} id @param {string | null} page */
    open: (id, page = null) => attempt(open(id, page)),
    /** Without the permission nothing happens. @param {string} mode */
    setMode: (mode) => attempt(setMode(mode)),
    publish: () =>
      attempt(
        call('publish', {}).then(({ title }) => {
          place.document.title = title;
          showTitle(title);
          post({ type: 'workbook:published', workbookId: place.document.workbookId });
          modeIs('view');
        }),
      ),
    /** @param {string} title */
    saveAs: (title) =>
      attempt(
        call('save-as', { title }).then(({ id }) => {
          post({
            type: 'workbook:saveas',
            workbookId: place.document.workbookId,
            [boot.behaviour.savedIdSpelling]: id,
          });
          return open(id, null);
        }),
      ),
    remove: () =>
      attempt(
        call('delete', {}).then(() => {
          modeIs('view');
          post({ type: 'workbook:ondelete', id: place.document.workbookId });
        }),
      ),
    /** @returns {Promise<{ id: string, title: string, kind: string }[]>} */
    folder: () => call('folder', {}),
  };
}

/** @typedef {ReturnType<typeof createDocuments>} Documents */
