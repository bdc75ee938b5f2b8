/** The workbook: loads its elements in rounds, tells the page around it what happens, and does what it is told. */
import { createElements } from './elements.js';
import { createFilters } from './filters.js';
import { createFormat } from './format.js';
import { listen, post } from './messages.js';
import { createPages } from './pages.js';
import { createService, ServiceError } from './service.js';
import { createTripsTable, PAGE_SIZE } from './trips-table.js';

/** @param {string} id */
const at = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @type {import('../sigma/workbook-page.ts').WorkbookBoot} */
const boot = JSON.parse(at('boot').textContent ?? '');
const format = createFormat(boot.language);
const call = createService(boot.sessionId);
const state = boot.state;
let { exploreKey, bookmark } = boot;
let offset = 0;
let ended = false;
/** @type {AbortController | null} */
let round = null;
/** Elements asked for and not yet answered. @type {Set<string>} */
let pending = new Set();

const HEARTBEAT_MS = 2_000;

// ---- Elements

const table = createTripsTable({
  format,
  onSort(sort) {
    state.sort = sort;
    offset = 0;
    void load(['trips']);
    void call('explore', state).then((/** @type {{ exploreKey: string }} */ answer) => {
      exploreKey = answer.exploreKey;
      post({ type: 'workbook:exploreKey:onchange', exploreKey });
      urlChanged();
    }, failed);
  },
  onPage(target) {
    offset = target;
    void load(['trips']);
  },
  onCell(column, row) {
    select('trips-table', 'element');
    const underlyingData = { rows: [row], isTruncated: false, length: 1 };
    const cells = [
      {
        value: row[/** @type {keyof typeof row} */ (column)],
        cellType: 'valueCell',
        columnName: column,
        underlyingData,
      },
    ];
    post({ type: 'workbook:table:oncellselect', nodeId: 'trips-table', title: 'Trips', cells });
  },
});

const elements = createElements({
  format,
  onSelect: (node) => select(node, 'element'),
  drawTable: (page) => table.draw(page, state.sort),
});
/** @type {Record<string, (answer: any) => void>} */
const show = { boroughs: (boroughs) => filters.drawBoroughs(boroughs), ...elements.show };

/** Where an element's failure is shown, and the node it is reported under. @type {Record<string, string>} */
const nodeOf = {
  boroughs: 'filter-borough',
  summary: 'kpi-trips',
  hours: 'chart-hours',
  daily: 'chart-revenue',
  zips: 'chart-zips',
  trips: 'trips-table',
};

// ---- Rounds of queries

/** @param {string[]} elements */
async function load(elements) {
  if (ended) return;
  round?.abort();
  const mine = new AbortController();
  // A round that is cut short leaves its elements unanswered, so the next one asks for them as well.
  const wanted = [...new Set([...elements, ...pending])];
  pending = new Set(wanted);
  round = mine;
  at('main').setAttribute('aria-busy', 'true');
  const query = (/** @type {string} */ element) =>
    call('query', { element, state, offset, limit: PAGE_SIZE }, mine.signal);
  const answers = await Promise.allSettled(wanted.map(query));
  if (mine.signal.aborted || ended) return;
  pending = new Set();
  /** @type {ServiceError[]} */
  const errors = [];
  for (const [index, answer] of answers.entries()) {
    const element = wanted[index] ?? '';
    if (answer.status === 'fulfilled') show[element]?.(answer.value);
    else if (answer.reason instanceof ServiceError) {
      errors.push(answer.reason);
      chartFailed(nodeOf[element] ?? element, answer.reason);
    } else throw answer.reason;
  }
  at('main').setAttribute('aria-busy', 'false');
  const [first] = errors;
  if (first) return failed(first);
  hideNotice();
  at('status').textContent = `${at('kpi-trips').textContent} trips loaded`;
  reportHeight();
  post({ type: 'workbook:dataloaded' });
}

const everything = Object.keys(show);
const allButBoroughs = everything.filter((element) => element !== 'boroughs');

// ---- Failures and the end of the session

/** @param {string} node @param {ServiceError} error */
function chartFailed(node, error) {
  if (error.status === 401) return;
  post({ type: 'workbook:chart:error', nodeId: node, code: error.code, message: error.message });
  elements.fail(node);
}

/** @param {unknown} error */
function failed(error) {
  if (!(error instanceof ServiceError)) throw error;
  if (error.status === 401) return endSession(error.message);
  showNotice(error.message);
  // A missing privilege concerns single elements; a dead token or connection concerns the whole workbook.
  if (error.tokenExpired || error.status !== 403)
    post({ type: 'workbook:error', code: error.code, message: error.message });
}

/** @param {string} message */
function endSession(message) {
  if (ended) return;
  ended = true;
  round?.abort();
  clearInterval(heartbeat);
  showNotice(message);
  document.body.classList.add('ended');
  post({ type: 'workbook:error', code: 'EINVAL', message });
}

/** @param {string} text */
function showNotice(text) {
  at('notice').textContent = text;
  at('notice').hidden = false;
}

function hideNotice() {
  at('notice').hidden = true;
}

// ---- Controls

const filters = createFilters({ format, variables: state.variables, onChange: changeVariables });

/** @param {Record<string, unknown>} change */
function changeVariables(change) {
  const before = JSON.stringify(state.variables);
  for (const name of /** @type {const} */ (['Borough', 'MinFare'])) {
    const value = change[name];
    if (typeof value === 'string') state.variables[name] = value;
  }
  filters.show();
  if (JSON.stringify(state.variables) === before) return;
  offset = 0;
  post({ type: 'workbook:variables:onchange', workbook: { variables: { ...state.variables } } });
  void load(allButBoroughs);
}

const { select, setFullScreen } = createPages({ onPage: reportHeight, onTab: urlChanged });

// ---- Where the person is

function reportHeight() {
  if (!boot.responsiveHeight) return;
  post({ type: 'workbook:pageheight:onchange', pageHeight: Math.ceil(document.documentElement.scrollHeight) });
}

/** Without the JWT: the address leads back to the same view, and is no way to sign in. */
function urlChanged() {
  const url = new URL(location.href);
  url.search = '';
  const parts = [':embed=true'];
  if (exploreKey) parts.push(`:explore=${exploreKey}`);
  if (bookmark) parts.push(`:bookmark=${bookmark.id}`);
  post({ type: 'url:onchange', url: `${url.href}?${parts.join('&')}` });
}

// ---- Bookmarks

/** @param {Record<string, unknown>} request */
async function changeBookmark(request) {
  /** @type {{ id: string, name: string, isDefault: boolean, isShared: boolean, state: typeof state }} */
  const saved = await call('bookmark', request);
  const about = { workbookId: boot.workbookId, versionTagName: null, bookmarkId: saved.id, bookmarkName: saved.name };
  const { isDefault, isShared } = saved;
  if (request.action === 'create') post({ type: 'workbook:bookmark:oncreate', ...about });
  if (request.action === 'update') post({ type: 'workbook:bookmark:onupdate', ...about, isDefault, isShared });
  if (request.action === 'delete') post({ type: 'workbook:bookmark:ondelete', ...about });
  if (request.action === 'create' || request.action === 'select') setBookmark({ id: saved.id, name: saved.name });
  if (request.action === 'delete' && bookmark?.id === saved.id) setBookmark(null);
  if (request.action === 'select') {
    state.sort = saved.state.sort;
    changeVariables(saved.state.variables);
    void load(['trips']);
  }
}

/** @param {{ id: string, name: string } | null} next */
function setBookmark(next) {
  bookmark = next;
  const about = { bookmarkId: next?.id ?? null, bookmarkName: next?.name ?? null };
  post({ type: 'workbook:bookmark:onchange', workbookId: boot.workbookId, versionTagName: null, ...about });
  urlChanged();
}

// ---- Export

document.getElementById('export')?.addEventListener('click', async () => {
  try {
    const { rows } = await call('query', { element: 'export', state });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([table.toCsv(rows)], { type: 'text/csv' }));
    link.download = 'nyc-taxi-trips.csv';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  } catch (error) {
    failed(error);
  }
});

// ---- What the page around the workbook says

listen((message) => {
  if (ended) return;
  const text = (/** @type {unknown} */ value) => (typeof value === 'string' ? value : null);
  switch (message.type) {
    case 'workbook:variables:list':
      return post({ type: 'workbook:variables:current', variables: { ...state.variables } });
    case 'workbook:variables:update':
      return changeVariables(/** @type {Record<string, unknown>} */ (message.variables ?? {}));
    case 'workbook:selectednodeid:update':
      return select(text(message.selectedNodeId), message.nodeType === 'page' ? 'page' : 'element');
    case 'workbook:fullscreen:update':
      return setFullScreen(text(message.nodeId));
    case 'workbook:bookmark:create': {
      const { name, isDefault = false, isShared = false } = message;
      return void changeBookmark({ action: 'create', name, isDefault, isShared, state }).catch(failed);
    }
    case 'workbook:bookmark:select':
      if (!text(message.bookmarkId)) return setBookmark(null);
      return void changeBookmark({ action: 'select', id: message.bookmarkId }).catch(failed);
    case 'workbook:bookmark:update':
      if (bookmark) void changeBookmark({ action: 'update', id: bookmark.id, state }).catch(failed);
      return;
    case 'workbook:bookmark:delete':
      return void changeBookmark({ action: 'delete', id: message.bookmarkId }).catch(failed);
  }
});

// ---- Start

const heartbeat = setInterval(() => {
  void call('session', {}).catch((error) => {
    if (error instanceof ServiceError && error.status === 401) endSession(error.message);
  });
}, HEARTBEAT_MS);

filters.show();
post({ type: 'workbook:loaded', workbook: { variables: { ...state.variables } } });
void load(everything);
