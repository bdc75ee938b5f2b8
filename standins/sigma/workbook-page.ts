/** The HTML of a workbook and of a refusal. Its script and styles are in `standins/workbook/`. */
import { existsSync, readFileSync } from 'node:fs';
import type { SigmaBehaviour } from '../control/calls.ts';
import { escapeHtml } from '../http-service.ts';
import type { Permissions } from './permissions.ts';
import type { WorkbookState } from './workbook-state.ts';

/**
 * It lets itself be framed by https pages, and by the address at which Sigma's own QuickStart runs. Forms and links may
 * lead anywhere.
 */
export const SIGMA_PAGE_CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  'form-action *',
  'frame-ancestors https: http://localhost:3000',
].join('; ');

const assetTypes: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
};

/** Names are checked, so that nothing but the files of that folder can be read. */
export function readAsset(name: string): { type: string; body: string } | null {
  const type = assetTypes[/^[a-z-]+\.(css|js)$/.exec(name)?.[1] ?? ''];
  const file = new URL(`../workbook/${name}`, import.meta.url);
  return type && existsSync(file) ? { type, body: readFileSync(file, 'utf8') } : null;
}

/** What the page knows of the document that it shows. */
export interface DocumentView {
  workbookId: string;
  kind: 'workbook' | 'report';
  title: string;
  /** The path of its address. */
  path: string;
  /** The version that was asked for by its tag. */
  tag: string | null;
  state: WorkbookState;
  exploreKey: string | null;
  bookmark: { id: string; name: string } | null;
}

/** What the page's script starts from. */
export interface WorkbookBoot extends DocumentView {
  sessionId: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
  language: string;
  responsiveHeight: boolean;
  /** Where the address leads to. */
  page: string | null;
  element: string | null;
  edit: boolean;
  may: Permissions;
  menu: 'top' | 'bottom' | null;
  /** The `:hide_…` parameters that are true. */
  hidden: readonly string[];
  behaviour: SigmaBehaviour;
}

export interface WorkbookView {
  title: string;
  viewer: string;
  connectionNames: readonly string[];
  /** Named beside the elements that come over it. */
  secondConnection: string | null;
  theme: 'light' | 'dark' | null;
  hideMenu: boolean;
  boot: WorkbookBoot;
}

function head(title: string, theme: string | null, script: string): string {
  return `<!doctype html>
<html lang="en"${theme ? ` data-theme="${theme}"` : ''}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="${theme ?? 'light dark'}">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/workbook.css">
<script type="module" src="/assets/${script}"></script>
</head>`;
}

const icon = (path: string) =>
  `<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false"><path d="${path}" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
const expandIcon = icon('M9.5 2.500H13.500V6.500M6.500 13.500H2.500V9.500M13.500 2.500 9 7M2.500 13.500 7 9');
const downloadIcon = icon('M8 2.500V10M4.800 7 8 10.200 11.200 7M2.800 13.500H13.200');
const externalIcon = icon('M6.500 3.500H3.500V12.500H12.500V9.500M9.500 3H13V6.500M13 3 7.500 8.500');

function kpi(id: string, label: string): string {
  return `<section class="card kpi" aria-labelledby="${id}-label">
  <h2 id="${id}-label">${label}</h2>
  <p class="value" data-testid="${id}" id="${id}"><span class="skeleton"></span></p>
  <div class="spark" id="${id}-spark" aria-hidden="true"></div>
</section>`;
}

function chartCard(id: string, title: string, note: string, wide = ''): string {
  return `<section class="card chart${wide}" id="${id}-card" data-node="${id}" data-testid="${id}-card" aria-labelledby="${id}-title">
  <header class="card-head"><div><h2 id="${id}-title">${title}</h2><p class="note">${note}</p></div>
  <button type="button" class="icon-button expand" data-expand="${id}" aria-pressed="false" aria-label="Maximise ${title}">${expandIcon}</button></header>
  <div class="plot" id="${id}" data-testid="${id}"><div class="skeleton block"></div></div>
</section>`;
}

function over(connections: readonly string[]): string {
  const names = connections.map(escapeHtml).join(' and ');
  return connections.length > 1 ? `the connections ${names}` : `the connection ${names}`;
}

export function renderWorkbookPage(view: WorkbookView): string {
  const boot = JSON.stringify(view.boot).replace(/</g, '\\u003c');
  const second = view.secondConnection === null ? '' : ` · ${escapeHtml(view.secondConnection)}`;
  const initials = view.viewer
    .split(/[@]/, 1)[0]
    ?.split(/[\s._-]+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('');
  return `${head(view.title, view.theme, 'workbook.js')}
<body>
<script type="application/json" id="boot">${boot}</script>
<header class="top">
  <div class="title">
    <svg class="logo" viewBox="0 0 28 28" width="28" height="28" aria-hidden="true" focusable="false"><rect width="28" height="28" rx="7"/><path d="M8 19.500V14M14 19.500V8.500M20 19.500V11.500" stroke="#fff" stroke-width="2.500" stroke-linecap="round"/></svg>
    <div><h1>${escapeHtml(view.title)}</h1><p class="note">samples.nyctaxi.trips · January and February 2016</p></div>
  </div>
  <div class="person" data-testid="viewing-as"><span class="avatar" aria-hidden="true">${escapeHtml(initials ?? '')}</span><span><span class="soft">Viewing as</span> <strong>${escapeHtml(view.viewer)}</strong></span></div>
  ${view.hideMenu ? '' : `<button type="button" class="button" id="export" data-testid="export-csv">${downloadIcon}Export CSV</button>`}
</header>
<div class="bar">
  <nav class="pages" aria-label="Pages of the workbook"><div class="tabs" role="tablist" aria-label="Pages">
    <button type="button" role="tab" id="page-overview" data-testid="page-overview" aria-controls="panel-overview" aria-selected="true">Overview</button>
    <button type="button" role="tab" id="page-trips" data-testid="page-trips" aria-controls="panel-trips" aria-selected="false" tabindex="-1">Trips</button>
  </div></nav>
  <form class="filters" aria-label="Controls">
    <button type="button" class="link-button" id="clear-filters" data-testid="clear-filters" hidden>Clear</button>
    <fieldset class="boroughs" data-testid="filter-borough" id="filter-borough"><legend>Borough</legend><div class="chips" id="borough-chips"></div></fieldset>
    <label class="slider" for="min-fare"><span>Fare from</span><input type="range" id="min-fare" data-testid="filter-min-fare" min="0" max="60" step="1" value="0"><output id="min-fare-value" for="min-fare"></output></label>
    <span id="more-controls" class="more-controls" hidden>
      <label>Note <input type="text" id="note-control" data-testid="control-note" autocomplete="off" spellcheck="false"></label>
      <label>Shift <select id="shift-control" data-testid="control-shift"><option value="">All</option><option>Day</option><option>Night</option></select></label>
    </span>
  </form>
</div>
<main id="main" aria-busy="true">
  <div id="notice" class="notice" role="alert" data-testid="workbook-notice" hidden></div>
  <div class="panel overview" id="panel-overview" role="tabpanel" aria-labelledby="page-overview" data-testid="panel-overview">
    ${kpi('kpi-trips', 'Trips')}
    ${kpi('kpi-revenue', 'Fares')}
    ${kpi('kpi-average-fare', 'Average fare')}
    ${kpi('kpi-average-distance', 'Average distance')}
    ${chartCard('chart-revenue', 'Fares a day', 'Sum of metered fares, by day of pickup', ' wide')}
    ${chartCard('chart-hours', 'Trips by hour', `Number of pickups in each hour of the day${second}`)}
    ${chartCard('chart-zips', 'Busiest pickup ZIP codes', `Number of trips and average fare${second}`)}
  </div>
  <div class="panel" id="panel-trips" role="tabpanel" aria-labelledby="page-trips" data-testid="panel-trips" hidden>
    <section class="card table-card" data-node="trips-table" aria-labelledby="trips-title">
      <header class="card-head"><div><h2 id="trips-title">All trips</h2><p class="note" id="trips-note">Every trip that you may see</p></div></header>
      <div class="table-scroll" tabindex="0" role="region" aria-label="Table of trips"><table data-testid="trips-table" id="trips-table" data-rows=""><thead><tr></tr></thead><tbody></tbody></table></div>
      <nav class="pager" aria-label="Pages of the table" id="pager"></nav>
    </section>
  </div>
</main>
<footer><span>Every number here was queried as you, over ${over(view.connectionNames)}.</span>
<a href="https://docs.databricks.com/" target="_blank" rel="noopener noreferrer" data-testid="docs-link">Databricks documentation${externalIcon}</a></footer>
<div class="tooltip" id="tooltip" role="status" aria-live="polite" hidden></div>
<p class="visually-hidden" id="status" role="status" data-testid="status"></p>
</body>
</html>`;
}

export function renderRefusalPage(code: string, message: string): string {
  return `${head('This workbook cannot be shown', null, 'refusal.js')}
<body class="refused">
<main class="refusal" id="refusal" data-testid="refusal" data-code="${escapeHtml(code)}" data-message="${escapeHtml(message)}">
  <svg viewBox="0 0 48 48" width="48" height="48" aria-hidden="true" focusable="false"><circle cx="24" cy="24" r="20" fill="none" stroke="currentColor" stroke-width="2.500" opacity=".35"/><path d="M24 14V26" stroke="currentColor" stroke-width="3" stroke-linecap="round"/><circle cx="24" cy="33" r="2" fill="currentColor"/></svg>
  <h1>This workbook cannot be shown</h1>
  <p>${escapeHtml(message)}</p>
  <p><code>${escapeHtml(code)}</code></p>
</main>
</body>
</html>`;
}
