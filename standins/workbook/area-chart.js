/** The chart of fares a day, and the small lines beside the figures. */
import { svg, ticks } from './chart-frame.js';

const MARGIN = { top: 14, right: 10, bottom: 26, left: 52 };

/**
 * A line over time with its area. `breaks` are the indexes that get a label.
 * @param {{ label: string, value: number }[]} points
 * @param {{ value: (value: number) => string, breaks: (width: number) => number[] }} format
 * @returns {(width: number, height: number) => import('./chart-frame.js').Plot}
 */
export function areaChart(points, format) {
  return (width, height) => {
    const steps = ticks(Math.max(...points.map((point) => point.value)), 4);
    const top = steps.at(-1) ?? 1;
    const plotWidth = width - MARGIN.left - MARGIN.right;
    const plotHeight = height - MARGIN.top - MARGIN.bottom;
    const gap = plotWidth / Math.max(1, points.length - 1);
    const y = (/** @type {number} */ value) => MARGIN.top + plotHeight * (1 - value / top);
    const x = (/** @type {number} */ index) => MARGIN.left + gap * index;
    const line = points.map((point, index) => `${x(index).toFixed(1)} ${y(point.value).toFixed(1)}`).join('L');
    const cursor = svg('line', { class: 'cursor', y1: MARGIN.top, y2: y(0), visibility: 'hidden' });
    const dot = svg('circle', { class: 'dot', r: 4.5, visibility: 'hidden' });

    const grid = steps.flatMap((step) => [
      svg('line', {
        class: step === 0 ? 'axis' : 'grid',
        x1: MARGIN.left,
        x2: width - MARGIN.right,
        y1: y(step),
        y2: y(step),
      }),
      svg('text', { class: 'tick', x: MARGIN.left - 8, y: y(step) + 4, 'text-anchor': 'end' }, [format.value(step)]),
    ]);
    const labels = format
      .breaks(width)
      .map((index) =>
        svg('text', { class: 'tick', x: x(index), y: height - 6, 'text-anchor': index === 0 ? 'start' : 'middle' }, [
          points[index]?.label ?? '',
        ]),
      );
    const gradient = svg('linearGradient', { id: 'area-fade', x1: 0, x2: 0, y1: 0, y2: 1 }, [
      svg('stop', { class: 'fade-start', offset: 0 }),
      svg('stop', { class: 'fade-end', offset: 1 }),
    ]);
    return {
      drawing: svg(
        'svg',
        { width, height, viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true', focusable: 'false' },
        [
          svg('defs', {}, [gradient]),
          ...grid,
          svg('path', { fill: 'url(#area-fade)', d: `M${line}L${x(points.length - 1)} ${y(0)}L${x(0)} ${y(0)}Z` }),
          svg('path', { class: 'line', d: `M${line}` }),
          cursor,
          dot,
          ...labels,
        ],
      ),
      anchor: (index) => ({ x: x(index), y: y(points[index]?.value ?? 0) }),
      indexAt: (position) => Math.round((position - MARGIN.left) / gap),
      highlight(index) {
        for (const mark of [cursor, dot]) mark.setAttribute('visibility', index === null ? 'hidden' : 'visible');
        if (index === null) return;
        cursor.setAttribute('x1', String(x(index)));
        cursor.setAttribute('x2', String(x(index)));
        dot.setAttribute('cx', String(x(index)));
        dot.setAttribute('cy', String(y(points[index]?.value ?? 0)));
      },
    };
  };
}

/**
 * A line without anything around it.
 * @param {number[]} values
 */
export function sparkline(values) {
  const [width, height] = [120, 30];
  const top = Math.max(...values, 1);
  const low = Math.min(...values, top);
  const range = top - low || 1;
  const points = values.map((value, index) => {
    const x = (index / Math.max(1, values.length - 1)) * width;
    return `${x.toFixed(1)} ${(height - 2 - ((value - low) / range) * (height - 4)).toFixed(1)}`;
  });
  return svg(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', class: 'sparkline', focusable: 'false' },
    [svg('path', { class: 'line', d: `M${points.join('L')}`, 'vector-effect': 'non-scaling-stroke' })],
  );
}
