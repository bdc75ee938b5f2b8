/**
 * Every message between a workbook and the page around it, once: its name, its direction and its shape. The names and
 * fields are those of Sigma's help pages ("Outbound event reference", "Inbound event reference"); `docs/facts.md` says
 * which of them are unverified. A field whose name ends in `?` may be left out, or be null.
 */

/** @typedef {'string' | 'number' | 'boolean' | 'object' | 'array'} Kind */
/** @typedef {Readonly<Record<string, Kind | `${Kind}|null`>>} Shape */

const bookmark = /** @type {const} */ ({
  workbookId: 'string',
  versionTagName: 'string|null',
  bookmarkId: 'string|null',
  bookmarkName: 'string|null',
});
const cells = /** @type {const} */ ({ nodeId: 'string', title: 'string', cells: 'array' });

/** What Sigma says. @type {Readonly<Record<string, Shape>>} */
export const outbound = {
  'workbook:loaded': { workbook: 'object' },
  'workbook:dataloaded': {},
  'workbook:error': { code: 'string', 'message?': 'string' },
  'workbook:chart:error': { nodeId: 'string', code: 'string', 'message?': 'string' },
  'workbook:variables:onchange': { workbook: 'object' },
  'workbook:variables:current': { variables: 'object' },
  'workbook:exploreKey:onchange': { exploreKey: 'string|null' },
  'workbook:bookmark:onchange': bookmark,
  'workbook:bookmark:oncreate': bookmark,
  'workbook:bookmark:ondelete': bookmark,
  'workbook:bookmark:onupdate': {
    workbookId: 'string',
    versionTagName: 'string|null',
    bookmarkId: 'string',
    'bookmarkName?': 'string',
    'isShared?': 'boolean',
    'isDefault?': 'boolean',
  },
  'workbook:selectednodeid:onchange': { selectedNodeId: 'string|null', nodeType: 'string|null' },
  'workbook:fullscreen:onchange': { fullScreen: 'boolean' },
  'workbook:pageheight:onchange': { pageHeight: 'number' },
  'workbook:id:onchange': { id: 'string' },
  'url:onchange': { url: 'string' },
  'workbook:published': { workbookId: 'string' },
  // Sigma's table and its example spell the second one differently.
  'workbook:saveas': { workbookId: 'string', 'saveWorkbookId?': 'string', 'savedWorkbookID?': 'string' },
  'workbook:ondelete': { id: 'string' },
  'action:outbound': { name: 'string', values: 'object' },
  'workbook:chart:onvalueselect': { nodeId: 'string', title: 'string', values: 'array' },
  'workbook:table:oncellselect': cells,
  'workbook:pivottable:oncellselect': cells,
  'document:element:nodata': { nodeId: 'string' },
};

/** What Sigma is told. @type {Readonly<Record<string, Shape>>} */
export const inbound = {
  'workbook:variables:list': {},
  'workbook:variables:update': { variables: 'object' },
  'workbook:refresh': { 'nodeId?': 'string' },
  'workbook:bookmark:create': { name: 'string', 'isDefault?': 'boolean', 'isShared?': 'boolean' },
  'workbook:bookmark:select': { 'bookmarkId?': 'string' },
  'workbook:bookmark:update': {},
  'workbook:bookmark:delete': { bookmarkId: 'string' },
  'workbook:fullscreen:update': { 'nodeId?': 'string' },
  'workbook:selectednodeid:update': { 'selectedNodeId?': 'string', 'nodeType?': 'string' },
  'workbook:modal:toggle': { 'modalType?': 'string' },
  'workbook:mode:update': { mode: 'string' },
  'document:navigateto': { inodeId: 'string', 'pageId?': 'string' },
  'report:download': {},
  'workbook:sharinglink:update': { sharingLink: 'string', 'sharingExplorationLink?': 'string' },
};

/**
 * The fields of a message that are missing or of another kind; fields beyond the shape are no fault.
 * @param {Shape} shape
 * @param {Record<string, unknown>} message
 * @returns {string[]}
 */
export function misfits(shape, message) {
  return Object.keys(shape).filter((field) => {
    const name = field.replace('?', '');
    const [kind, orNull] = /** @type {string} */ (shape[field]).split('|');
    const value = message[name];
    if (value === undefined) return !field.endsWith('?');
    if (value === null) return !field.endsWith('?') && orNull !== 'null';
    return kind !== (Array.isArray(value) ? 'array' : typeof value);
  });
}
