/** The dialogs of the workbook: at most one is open. Those of `workbook:modal:toggle`, the folder, and bookmarks. */

const dialog = document.createElement('dialog');
dialog.dataset.testid = 'modal';
dialog.setAttribute('aria-labelledby', 'modal-title');

/** @param {string} label @param {string} testid @param {() => void} press */
export function button(label, testid, press) {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = 'button';
  element.textContent = label;
  element.dataset.testid = testid;
  element.onclick = press;
  return element;
}

/** @param {string} label @param {string} type @param {string} testid */
function field(label, type, testid) {
  const input = document.createElement('input');
  input.type = type;
  input.dataset.testid = testid;
  const place = document.createElement('label');
  place.append(`${label} `, input);
  return { place, input };
}

/**
 * @param {object} options
 * @param {import('./documents.js').Documents} options.documents
 * @param {import('./bookmarks.js').Bookmarks} options.bookmarks
 * @param {import('../sigma/permissions.ts').Permissions} options.may
 * @param {() => void} options.download
 * @param {() => void} options.downloadAll what the server makes
 * @param {(error: unknown) => void} options.failed
 */
export function createModals({ documents, bookmarks, may, download, downloadAll, failed }) {
  document.body.append(dialog);
  const close = () => dialog.close();
  const closing = (/** @type {() => void} */ press) => () => {
    close();
    press();
  };

  /** @type {Record<string, { title: string, allowed: boolean, draw: () => Node[] | Promise<Node[]> }>} */
  const modals = {
    export: {
      title: 'Export',
      allowed: true,
      draw: () => [
        button('Download CSV', 'modal-download', closing(download)),
        button('Download all rows', 'modal-download-all', closing(downloadAll)),
      ],
    },
    schedule: {
      title: 'Schedule exports',
      allowed: may.explore,
      draw: () => [button('Every morning', 'modal-schedule', close)],
    },
    'save-as': {
      title: 'Save as',
      allowed: may.edit,
      draw() {
        const { place, input } = field('Name', 'text', 'modal-name');
        return [
          place,
          button(
            'Save',
            'modal-save',
            closing(() => documents.saveAs(input.value || 'Copy')),
          ),
        ];
      },
    },
    folder: {
      title: 'Documents',
      allowed: true,
      draw: async () =>
        (await documents.folder()).map(({ id, title }) =>
          button(
            title,
            `folder-${id}`,
            closing(() => documents.open(id)),
          ),
        ),
    },
    bookmarks: {
      title: 'Bookmarks',
      allowed: true,
      async draw() {
        const saved = (await bookmarks.list()).map(({ id, name }) =>
          button(
            name,
            `bookmark-${id}`,
            closing(() => bookmarks.select(id)),
          ),
        );
        const [name, isDefault, isShared] = [
          field('Name', 'text', 'modal-name'),
          field('Open by default', 'checkbox', 'modal-default'),
          field('Share', 'checkbox', 'modal-shared'),
        ];
        const save = closing(() =>
          bookmarks.create(name.input.value || 'Bookmark', isDefault.input.checked, isShared.input.checked),
        );
        return [...saved, name.place, isDefault.place, isShared.place, button('Save', 'modal-save', save)];
      },
    },
  };

  /** @param {string | null} kind */
  async function toggle(kind) {
    const modal = kind !== null && Object.hasOwn(modals, kind) ? modals[kind] : null;
    const again = dialog.open && dialog.dataset.kind === kind;
    close();
    if (!modal?.allowed || again) return;
    const heading = document.createElement('h2');
    heading.id = 'modal-title';
    heading.textContent = modal.title;
    dialog.replaceChildren(heading, ...(await modal.draw()), button('Close', 'modal-close', close));
    dialog.dataset.kind = kind ?? '';
    dialog.showModal();
  }

  return {
    /** Null closes; without the permission nothing opens. @param {string | null} kind */
    toggle: (kind) => void toggle(kind).catch(failed),
  };
}

/** @typedef {ReturnType<typeof createModals>} Modals */
