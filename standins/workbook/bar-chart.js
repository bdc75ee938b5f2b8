/** The chart of trips by hour. */
import { svg, ticks } from './chart-frame.js';

const MARGIN = { top: 12, right: 4, bottom: 26, left: 38 };

/**
 * Vertical bars on a shared baseline.
 * @param {{ label: string, value: number }[]} bars
 * @param {{ value: (value: number) => string, everyLabel: (width: number) => number }} format
 * @returns {(width: number, height: number) => import('./chart-frame.js').Plot}
 */
export function barChart(bars, format) {
  return (width, height) => {
    const steps = ticks(Math.max(...bars.map((bar) => bar.value)), 4);
    const top = steps.at(-1) ?? 1;
    const plotWidth = width - MARGIN.left - MARGIN.right;
    const plotHeight = height - MARGIN.top - MARGIN.bottom;
    const slot = plotWidth / bars.length;
    const barWidth = Math.max(2, Math.min(28, slot * 0.68));
    const y = (/** @type {number} */ value) => MARGIN.top + plotHeight * (1 - value / top);
    const x = (/** @type {number} */ index) => MARGIN.left + slot * (index + 0.5);

    const lines = steps.flatMap((step) => [
      svg('line', {
        class: step === 0 ? 'axis' : 'grid',
        x1: MARGIN.left,
        x2: width - MARGIN.right,
        y1: y(step),
        y2: y(step),
      }),
      svg('text', { class: 'tick', x: MARGIN.left - 8, y: y(step) + 4, 'text-anchor': 'end' }, [format.value(step)]),
    ]);
    const every = format.everyLabel(width);
    const labels = bars.flatMap((bar, index) =>
      index % every === 0
        ? [svg('text', { class: 'tick', x: x(index), y: height - 6, 'text-anchor': 'middle' }, [bar.label])]
        : [],
    );
    const shapes = bars.map((bar, index) => {
      const left = x(index) - barWidth / 2;
      const tall = Math.max(0, y(0) - y(bar.value));
      const radius = Math.min(3, tall, barWidth / 2);
      return svg('path', {
        class: 'bar',
        d: `M${left} ${y(0)}V${y(bar.value) + radius}q0 ${-radius} ${radius} ${-radius}h${barWidth - 2 * radius}q${radius} 0 ${radius} ${radius}V${y(0)}Z`,
      });
    });
    return {
      drawing: svg(
        'svg',
        { width, height, viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true', focusable: 'false' },
        [...lines, ...shapes, ...labels],
      ),
      anchor: (index) => ({ x: x(index), y: y(bars[index]?.value ?? 0) }),
      indexAt: (position) => Math.floor((position - MARGIN.left) / slot),
      highlight(index) {
        for (const [number, shape] of shapes.entries()) {
          shape.classList.toggle('dim', index !== null && number !== index);
        }
      },
    };
  };
}
