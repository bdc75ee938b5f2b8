/** Draws the elements of the workbook from the answers of its server. */
import { areaChart, sparkline } from './area-chart.js';
import { barChart } from './bar-chart.js';
import { mountChart } from './chart-frame.js';
import { post } from './messages.js';

/** @param {string} id */
const at = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @typedef {import('./format.js').Format} Format */
/** @typedef {Omit<Parameters<typeof mountChart>[1], 'onSelect'>} Chart */
/** A chart, and what is reported of a chosen value. @typedef {[Chart, (index: number) => Record<string, unknown>]} ChartAndValues */
/** @typedef {{ zip: number, borough: string, trips: number, averageFare: number }} Zip */
/** @typedef {{ date: string, trips: number, revenue: number, miles: number }} Day */

/**
 * @param {object} options
 * @param {Format} options.format
 * @param {(node: string) => void} options.onSelect
 * @param {(page: any) => void} options.drawTable
 */
export function createElements({ format, onSelect, drawTable }) {
  /** @type {Record<string, () => void>} */
  const unmount = {};

  /**
   * @param {string} id
   * @param {string} title
   * @param {Chart} chart
   * @param {(index: number) => Record<string, unknown>} valueAt
   */
  function drawChart(id, title, chart, valueAt) {
    unmount[id]?.();
    unmount[id] = mountChart(at(id), {
      ...chart,
      onSelect(index) {
        onSelect(id);
        post({ type: 'workbook:chart:onvalueselect', nodeId: id, title, values: [valueAt(index)] });
      },
    });
  }

  /** The ranking stands for a pivot table, and its author gave it an action. @param {Zip} entry */
  function chooseZip(entry) {
    onSelect('chart-zips');
    const cells = [{ value: entry.trips, cellType: 'valueCell', columnName: 'Trips' }];
    post({ type: 'workbook:pivottable:oncellselect', nodeId: 'chart-zips', title: 'Busiest pickup ZIP codes', cells });
    post({ type: 'action:outbound', name: 'zip-chosen', values: { zip: entry.zip, borough: entry.borough } });
  }

  /** @type {Record<string, (answer: any) => void>} */
  const show = {
    summary: (answer) => showSummary(format, answer),
    hours: (answer) => drawChart('chart-hours', 'Trips by hour', ...hoursChart(format, answer)),
    daily(answer) {
      drawChart('chart-revenue', 'Fares a day', ...dailyChart(format, answer));
      drawSparklines(answer);
    },
    zips: (answer) => at('chart-zips').replaceChildren(ranking(format, answer, chooseZip)),
    trips(answer) {
      drawTable(answer);
      at('trips-note').textContent = `${format.count(answer.total)} trips that you may see`;
    },
  };

  return {
    show,
    /** Shows that an element has nothing to show. @param {string} node */
    fail(node) {
      unmount[node]?.();
      const values = node === 'kpi-trips' ? document.querySelectorAll('.kpi .value, .spark') : [];
      for (const value of values) value.replaceChildren(value.classList.contains('value') ? '–' : '');
      const place = at(node);
      if (!place.classList.contains('plot')) return;
      const text = document.createElement('span');
      text.className = 'plot-error';
      text.textContent = 'This element could not be loaded.';
      place.replaceChildren(text);
    },
  };
}

/**
 * @param {Format} format
 * @param {{ trips: number, revenue: number, averageFare: number | null, averageDistance: number | null }} answer
 */
function showSummary(format, answer) {
  const orDash = (/** @type {number | null} */ value, /** @type {(value: number) => string} */ text) =>
    value === null ? '–' : text(value);
  at('kpi-trips').textContent = format.count(answer.trips);
  at('kpi-revenue').textContent = format.wholeMoney(answer.revenue);
  at('kpi-average-fare').textContent = orDash(answer.averageFare, format.money);
  at('kpi-average-distance').textContent = orDash(answer.averageDistance, format.miles);
}

/** @param {Format} format @param {{ hour: number, trips: number }[]} answer @returns {ChartAndValues} */
function hoursChart(format, answer) {
  const bars = answer.map(({ hour, trips }) => ({ label: String(hour), value: trips }));
  const busiest = answer.reduce((best, hour) => (hour.trips > best.trips ? hour : best));
  const chart = {
    label: `Bar chart, trips by hour. Busiest: ${format.hour(busiest.hour)} with ${format.count(busiest.trips)}.`,
    count: bars.length,
    draw: barChart(bars, { value: format.count, everyLabel: (width) => (width < 560 ? 3 : 1) }),
    tooltip: (/** @type {number} */ index) => ({
      title: `${format.hour(index)} to ${format.hour((index + 1) % 24)}`,
      lines: [`${format.count(bars[index]?.value ?? 0)} trips`],
    }),
  };
  return [chart, (index) => ({ Hour: index, Trips: bars[index]?.value })];
}

/** @param {Format} format @param {Day[]} answer @returns {ChartAndValues} */
function dailyChart(format, answer) {
  const points = answer.map(({ date, revenue }) => ({ label: format.day(date), value: revenue }));
  const best = answer.reduce((most, day) => (day.revenue > most.revenue ? day : most));
  const chart = {
    label: `Area chart, fares a day. Highest: ${format.weekday(best.date)} with ${format.money(best.revenue)}.`,
    count: points.length,
    draw: areaChart(points, {
      value: format.wholeMoney,
      breaks: (width) => points.flatMap((_, index) => (index % (width < 560 ? 14 : 7) === 0 ? [index] : [])),
    }),
    tooltip(/** @type {number} */ index) {
      const day = answer[index] ?? best;
      return {
        title: format.weekday(day.date),
        lines: [format.money(day.revenue), `${format.count(day.trips)} trips`],
      };
    },
  };
  return [chart, (index) => ({ Date: answer[index]?.date, Fares: answer[index]?.revenue })];
}

/** @param {Day[]} days */
function drawSparklines(days) {
  const each = (/** @type {(day: Day) => number} */ value) => sparkline(days.map(value));
  at('kpi-trips-spark').replaceChildren(each((day) => day.trips));
  at('kpi-revenue-spark').replaceChildren(each((day) => day.revenue));
  at('kpi-average-fare-spark').replaceChildren(each((day) => (day.trips ? day.revenue / day.trips : 0)));
  at('kpi-average-distance-spark').replaceChildren(each((day) => (day.trips ? day.miles / day.trips : 0)));
}

/** @param {Format} format @param {Zip[]} answer @param {(entry: Zip) => void} choose */
function ranking(format, answer, choose) {
  const most = Math.max(1, ...answer.map((entry) => entry.trips));
  const list = document.createElement('ol');
  list.className = 'ranking';
  const part = (/** @type {string} */ name, /** @type {string} */ text) => {
    const span = document.createElement('span');
    span.className = name;
    span.textContent = text;
    return span;
  };
  list.append(
    ...answer.map((entry) => {
      const item = document.createElement('li');
      item.onclick = () => choose(entry);
      const bar = part('rank-bar', '');
      const fill = part('rank-fill', '');
      fill.style.width = `${(entry.trips / most) * 100}%`;
      bar.append(fill);
      item.append(part('rank-name', String(entry.zip)), part('rank-note', entry.borough), bar);
      item.append(part('rank-value', format.count(entry.trips)), part('rank-fare', format.money(entry.averageFare)));
      return item;
    }),
  );
  return list;
}
