/** How the elements of the workbook show what they were answered. */
import { areaChart, sparkline } from './area-chart.js';
import { barChart } from './bar-chart.js';
import { mountChart } from './chart-frame.js';
import { post } from './messages.js';

/** @param {string} id */
const at = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/**
 * @param {object} options
 * @param {import('./format.js').Format} options.format
 * @param {(node: string) => void} options.onSelect
 * @param {(page: any) => void} options.drawTable
 */
export function createElements({ format, onSelect, drawTable }) {
  /** @type {Record<string, () => void>} */
  const unmount = {};

  /**
   * @param {string} id
   * @param {string} title
   * @param {Omit<Parameters<typeof mountChart>[1], 'onSelect'>} chart
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

  /** @type {Record<string, (answer: any) => void>} */
  const show = {
    summary(answer) {
      const orDash = (/** @type {number | null} */ value, /** @type {(value: number) => string} */ text) =>
        value === null ? '–' : text(value);
      at('kpi-trips').textContent = format.count(answer.trips);
      at('kpi-revenue').textContent = format.wholeMoney(answer.revenue);
      at('kpi-average-fare').textContent = orDash(answer.averageFare, format.money);
      at('kpi-average-distance').textContent = orDash(answer.averageDistance, format.miles);
    },
    hours(/** @type {{ hour: number, trips: number }[]} */ answer) {
      const bars = answer.map(({ hour, trips }) => ({ label: String(hour), value: trips }));
      const busiest = answer.reduce((best, hour) => (hour.trips > best.trips ? hour : best));
      drawChart(
        'chart-hours',
        'Trips by hour',
        {
          label: `Bar chart, trips by hour. Busiest: ${format.hour(busiest.hour)} with ${format.count(busiest.trips)}.`,
          count: bars.length,
          draw: barChart(bars, { value: format.count, everyLabel: (width) => (width < 560 ? 3 : 1) }),
          tooltip: (index) => ({
            title: `${format.hour(index)} to ${format.hour((index + 1) % 24)}`,
            lines: [`${format.count(bars[index]?.value ?? 0)} trips`],
          }),
        },
        (index) => ({ Hour: index, Trips: bars[index]?.value }),
      );
    },
    daily(/** @type {{ date: string, trips: number, revenue: number, miles: number }[]} */ answer) {
      const points = answer.map(({ date, revenue }) => ({ label: format.day(date), value: revenue }));
      const best = answer.reduce((most, day) => (day.revenue > most.revenue ? day : most));
      drawChart(
        'chart-revenue',
        'Fares a day',
        {
          label: `Area chart, fares a day. Highest: ${format.weekday(best.date)} with ${format.money(best.revenue)}.`,
          count: points.length,
          draw: areaChart(points, {
            value: format.wholeMoney,
            breaks: (width) => points.flatMap((_, index) => (index % (width < 560 ? 14 : 7) === 0 ? [index] : [])),
          }),
          tooltip(index) {
            const day = answer[index] ?? best;
            return {
              title: format.weekday(day.date),
              lines: [format.money(day.revenue), `${format.count(day.trips)} trips`],
            };
          },
        },
        (index) => ({ Date: answer[index]?.date, Fares: answer[index]?.revenue }),
      );
      const each = (/** @type {(day: { trips: number, revenue: number, miles: number }) => number} */ value) =>
        sparkline(answer.map(value));
      at('kpi-trips-spark').replaceChildren(each((day) => day.trips));
      at('kpi-revenue-spark').replaceChildren(each((day) => day.revenue));
      at('kpi-average-fare-spark').replaceChildren(each((day) => (day.trips ? day.revenue / day.trips : 0)));
      at('kpi-average-distance-spark').replaceChildren(each((day) => (day.trips ? day.miles / day.trips : 0)));
    },
    zips(/** @type {{ zip: number, borough: string, trips: number, averageFare: number }[]} */ answer) {
      const most = Math.max(1, ...answer.map((entry) => entry.trips));
      const list = document.createElement('ol');
      list.className = 'ranking';
      list.append(
        ...answer.map((entry) => {
          const item = document.createElement('li');
          const part = (/** @type {string} */ name, /** @type {string} */ text) => {
            const span = document.createElement('span');
            span.className = name;
            span.textContent = text;
            return span;
          };
          const bar = part('rank-bar', '');
          const fill = part('rank-fill', '');
          fill.style.width = `${(entry.trips / most) * 100}%`;
          bar.append(fill);
          item.append(part('rank-name', String(entry.zip)), part('rank-note', entry.borough), bar);
          item.append(
            part('rank-value', format.count(entry.trips)),
            part('rank-fare', format.money(entry.averageFare)),
          );
          return item;
        }),
      );
      at('chart-zips').replaceChildren(list);
    },
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
