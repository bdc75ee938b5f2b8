/** Bookmarks: made, chosen, changed and deleted, and what the page around is told of it. */
import { post } from './messages.js';

/** @typedef {import('../sigma/workbook-state.ts').WorkbookState} State */
/** @typedef {import('../sigma/workbook-state.ts').Bookmark} Bookmark */

/**
 * @param {object} options
 * @param {ReturnType<typeof import('./service.js').createService>} options.call
 * @param {import('./place.js').Place} options.place
 * @param {State} options.state As it is now.
 * @param {(saved: State) => void} options.restore
 * @param {(error: unknown) => void} options.failed
 */
export function createBookmarks({ call, place, state, restore, failed }) {
  const about = (/** @type {{ id: string, name: string } | null} */ bookmark) => ({
    workbookId: place.document.workbookId,
    versionTagName: place.document.tag,
    bookmarkId: bookmark?.id ?? null,
    bookmarkName: bookmark?.name ?? null,
  });

  /** @param {{ id: string, name: string } | null} next */
  function choose(next) {
    place.document.bookmark = next && { id: next.id, name: next.name };
    post({ type: 'workbook:bookmark:onchange', ...about(next) });
    place.urlChanged();
  }

  const refused = (/** @type {any} */ error) => {
    // What a bookmark cannot do is told to the page around; anything else is a failure like any other.
    if (error.code === 'EINVAL' && error.status === 403) tell(error.message);
    else failed(error);
  };
  const tell = (/** @type {string} */ message) => post({ type: 'workbook:error', code: 'EINVAL', message });

  /** @param {Record<string, unknown>} request @param {(bookmark: Bookmark) => void} then */
  const ask = (request, then) => void call('bookmark', request).then(then).catch(refused);

  return {
    /** @param {string} name @param {boolean} isDefault @param {boolean} isShared */
    create(name, isDefault, isShared) {
      ask({ action: 'create', name, isDefault, isShared, state }, (made) => {
        post({ type: 'workbook:bookmark:oncreate', ...about(made) });
        choose(made);
      });
    },
    /** @param {string | null} id null: none. */
    select(id) {
      if (id === null) return choose(null);
      ask({ action: 'select', id }, (chosen) => {
        choose(chosen);
        restore(chosen.state);
      });
    },
    update() {
      const { bookmark } = place.document;
      if (!bookmark) return tell('Bookmark not selected');
      ask({ action: 'update', id: bookmark.id, state }, ({ id, isDefault, isShared }) => {
        const { workbookId, versionTagName } = about(null);
        post({
          type: 'workbook:bookmark:onupdate',
          workbookId,
          versionTagName,
          bookmarkId: id,
          isDefault,
          isShared,
        });
      });
    },
    /** @param {string} id */
    remove(id) {
      ask({ action: 'delete', id }, (gone) => {
        post({ type: 'workbook:bookmark:ondelete', ...about(gone) });
        if (place.document.bookmark?.id === gone.id) choose(null);
      });
    },
    /** @returns {Promise<Bookmark[]>} */
    list: () => call('bookmark', { action: 'list' }),
  };
}

/** @typedef {ReturnType<typeof createBookmarks>} Bookmarks */
