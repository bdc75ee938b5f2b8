/** The table of trips: sortable by its header, a page at a time. */

const columns = /** @type {const} */ ([
  { id: 'tpep_pickup_datetime', title: 'Pickup' },
  { id: 'tpep_dropoff_datetime', title: 'Drop-off' },
  { id: 'borough', title: 'Borough' },
  { id: 'pickup_zip', title: 'From ZIP' },
  { id: 'dropoff_zip', title: 'To ZIP' },
  { id: 'trip_distance', title: 'Distance (mi)', number: true },
  { id: 'fare_amount', title: 'Fare', number: true },
]);

/** @typedef {Record<(typeof columns)[number]['id'], string | number>} TripRow */
/** @typedef {import('../sigma/workbook-state.ts').Sort} Sort */

export const PAGE_SIZE = 50;

/**
 * @param {object} options
 * @param {import('./format.js').Format} options.format
 * @param {(sort: Sort) => void} options.onSort
 * @param {(offset: number) => void} options.onPage
 * @param {(column: string, row: TripRow) => void} options.onCell
 */
export function createTripsTable({ format, onSort, onPage, onCell }) {
  const table = /** @type {HTMLTableElement} */ (document.getElementById('trips-table'));
  const pager = /** @type {HTMLElement} */ (document.getElementById('pager'));
  const head = /** @type {HTMLTableRowElement} */ (table.tHead?.rows[0]);
  const body = /** @type {HTMLTableSectionElement} */ (table.tBodies[0]);

  /** @param {Sort} sort */
  function drawHead(sort) {
    const focused = document.activeElement?.getAttribute('data-sort');
    head.replaceChildren(
      ...columns.map((column) => {
        const cell = document.createElement('th');
        cell.scope = 'col';
        if ('number' in column) cell.className = 'number';
        const sorted = sort.column === column.id;
        if (sorted) cell.setAttribute('aria-sort', sort.direction === 'asc' ? 'ascending' : 'descending');
        const button = document.createElement('button');
        button.type = 'button';
        button.dataset.sort = column.id;
        button.dataset.testid = `sort-${column.id}`;
        button.textContent = column.title;
        const arrow = document.createElement('span');
        arrow.ariaHidden = 'true';
        arrow.className = 'arrow';
        arrow.textContent = sorted ? (sort.direction === 'asc' ? '↑' : '↓') : '';
        button.append(arrow);
        button.onclick = () =>
          onSort({ column: column.id, direction: sorted && sort.direction === 'asc' ? 'desc' : 'asc' });
        cell.append(button);
        return cell;
      }),
    );
    if (focused) /** @type {HTMLElement | null} */ (head.querySelector(`[data-sort="${focused}"]`))?.focus();
  }

  /** @param {number} total @param {number} offset */
  function drawPager(total, offset) {
    const last = Math.min(total, offset + PAGE_SIZE);
    const text = document.createElement('span');
    text.textContent =
      total === 0 ? 'No trips' : `${format.count(offset + 1)} to ${format.count(last)} of ${format.count(total)}`;
    const step = (/** @type {string} */ label, /** @type {number} */ target, /** @type {boolean} */ possible) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'button small';
      button.textContent = label;
      button.disabled = !possible;
      button.onclick = () => onPage(target);
      return button;
    };
    pager.replaceChildren(
      text,
      step('Previous', Math.max(0, offset - PAGE_SIZE), offset > 0),
      step('Next', offset + PAGE_SIZE, last < total),
    );
  }

  return {
    /** @param {{ total: number, offset: number, rows: TripRow[] }} page @param {Sort} sort */
    draw(page, sort) {
      table.dataset.rows = String(page.total);
      drawHead(sort);
      body.replaceChildren(
        ...page.rows.map((row) => {
          const line = document.createElement('tr');
          for (const column of columns) {
            const cell = line.insertCell();
            if ('number' in column) cell.className = 'number';
            cell.textContent = textOf(format, row, column.id);
            cell.onclick = () => onCell(column.id, row);
          }
          return line;
        }),
      );
      drawPager(page.total, page.offset);
    },
    toCsv,
  };
}

/** @param {TripRow[]} rows */
function toCsv(rows) {
  const quote = (/** @type {string | number} */ value) =>
    /[",\n]/.test(String(value)) ? `"${String(value).replace(/"/g, '""')}"` : String(value);
  const lines = rows.map((row) => columns.map((column) => quote(row[column.id])).join(','));
  return `${columns.map((column) => column.id).join(',')}\r\n${lines.join('\r\n')}\r\n`;
}

/**
 * @param {import('./format.js').Format} format
 * @param {TripRow} row
 * @param {(typeof columns)[number]['id']} column
 */
function textOf(format, row, column) {
  const value = row[column];
  if (column === 'fare_amount') return format.money(Number(value));
  if (column === 'trip_distance') return format.plainMiles(Number(value));
  if (column.endsWith('datetime')) return format.moment(String(value));
  return String(value);
}
