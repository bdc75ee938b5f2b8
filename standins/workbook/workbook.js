/** The workbook: loads its elements in rounds, and puts together what tells and hears the page around it. */
import { createBookmarks } from './bookmarks.js';
import { createCommands } from './commands.js';
import { createDocuments } from './documents.js';
import { createElements } from './elements.js';
import { createFilters } from './filters.js';
import { createFormat } from './format.js';
import { createMenu } from './menu.js';
import { behave, listen, post, wireVariables } from './messages.js';
import { createModals } from './modals.js';
import { createPages } from './pages.js';
import { createPlace } from './place.js';
import { createService, ServiceError } from './service.js';
import { createTripsTable, PAGE_SIZE } from './trips-table.js';

/** @param {string} id */
const at = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @type {import('../sigma/workbook-page.ts').WorkbookBoot} */
const boot = JSON.parse(at('boot').textContent ?? '');
const format = createFormat(boot.language);
const call = createService(boot.sessionId);
const state = boot.state;
const place = createPlace(boot);
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
    void explore();
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

async function explore() {
  try {
    await place.exploring(call('explore', state));
  } catch (error) {
    failed(error);
  }
}

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
    if (answer.status === 'fulfilled') {
      show[element]?.(answer.value);
      if (foundNothing(answer.value)) post({ type: 'document:element:nodata', nodeId: nodeOf[element] ?? element });
    } else if (answer.reason instanceof ServiceError) {
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

/** A list without entries, without trips in any of them, or a table without rows. @param {any} answer */
function foundNothing(answer) {
  if (Array.isArray(answer)) return answer.every((entry) => entry.trips === 0);
  return answer.total === 0;
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

const filters = createFilters({
  format,
  variables: state.variables,
  onChange: changeVariables,
  hasMore: boot.behaviour.moreControls,
});

/** @param {Record<string, unknown>} change */
function changeVariables(change) {
  const before = JSON.stringify(state.variables);
  for (const name of /** @type {const} */ (['Borough', 'MinFare', 'Note', 'Shift'])) {
    const value = change[name];
    if (typeof value === 'string' && state.variables[name] !== undefined) state.variables[name] = value;
  }
  filters.show();
  if (JSON.stringify(state.variables) === before) return;
  offset = 0;
  post({ type: 'workbook:variables:onchange', workbook: { variables: wireVariables(state.variables) } });
  void load(allButBoroughs);
  if (place.mode === 'explore') void explore();
}

const pages = createPages({
  onPage: reportHeight,
  onTab(page) {
    place.page = page;
    place.urlChanged();
  },
});
const { select } = pages;

// ---- Where the person is

function reportHeight() {
  if (!boot.responsiveHeight) return;
  post({ type: 'workbook:pageheight:onchange', pageHeight: Math.ceil(document.documentElement.scrollHeight) });
}

// ---- Export

async function download() {
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
}
/** What the server makes of all rows, under the name that it is given. @param {string} [name] */
async function downloadAll(name = 'all-trips.csv') {
  try {
    const { path } = await call('export', { name });
    const link = document.createElement('a');
    link.href = path;
    link.download = '';
    link.click();
  } catch (error) {
    failed(error);
  }
}
document.getElementById('export')?.addEventListener('click', download);

// ---- What the person and the page around the workbook may do with it

const bookmarks = createBookmarks({
  call,
  place,
  state,
  failed,
  restore(saved) {
    state.sort = saved.sort;
    changeVariables(saved.variables);
    void load(['trips']);
  },
});
const documents = createDocuments({
  call,
  place,
  boot,
  state,
  failed,
  showPage: pages.showPage,
  showAll(wanted) {
    state.sort = wanted.sort;
    Object.assign(state.variables, wanted.variables);
    filters.show();
    offset = 0;
    void load(everything);
  },
});
const modals = createModals({ documents, bookmarks, may: boot.may, download, downloadAll, failed });

/** @param {string | null} node null: all. */
function refresh(node) {
  const one = everything.find((element) => nodeOf[element] === node);
  if (node === null) void load(everything);
  else if (one) void load([one]);
}

createMenu({ boot, place, documents, modals, refresh: () => refresh(null) });
const commands = createCommands({
  place,
  state,
  bookmarks,
  documents,
  modals,
  changeVariables,
  pages,
  refresh,
  download,
});
listen((message) => {
  if (!ended) commands[message.type]?.(message);
});

// ---- Start

const heartbeat = setInterval(() => {
  void call('session', {}).catch((error) => {
    if (error instanceof ServiceError && error.status === 401) endSession(error.message);
  });
}, HEARTBEAT_MS);

filters.show();
behave(boot.behaviour);
if (boot.page) pages.showPage(boot.page);
place.page = boot.page;
if (boot.element) pages.show(boot.element, 'element');
post({ type: 'workbook:loaded', workbook: { variables: wireVariables(state.variables) } });
void load(everything);
if (boot.edit) documents.setMode('edit');
