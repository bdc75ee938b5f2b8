/** What both charts share: drawing at the size of their place, a tooltip, and a highlight that keys can move. */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 * @param {(Node | string)[]} children
 */
export function svg(name, attributes = {}, children = []) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/**
 * Round steps that cover `max` with about `wanted` lines.
 * @param {number} max
 * @param {number} wanted
 */
export function ticks(max, wanted) {
  const rough = Math.max(max, 1) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power);
  return Array.from({ length: Math.ceil(Math.max(max, 1) / step) + 1 }, (_, index) => index * step);
}

/**
 * @typedef {object} Plot
 * @property {SVGElement} drawing
 * @property {(index: number) => { x: number, y: number }} anchor Where the tooltip of a value points, in pixels.
 * @property {(x: number) => number} indexAt Which value lies at a horizontal position.
 * @property {(index: number | null) => void} highlight
 */

/**
 * @param {HTMLElement} place
 * @param {object} chart
 * @param {string} chart.label
 * @param {number} chart.count
 * @param {(width: number, height: number) => Plot} chart.draw
 * @param {(index: number) => { title: string, lines: string[] }} chart.tooltip
 * @param {(index: number) => void} chart.onSelect
 */
export function mountChart(place, chart) {
  const tooltip = /** @type {HTMLElement} */ (document.getElementById('tooltip'));
  /** @type {Plot | null} */
  let plot = null;
  let current = -1;

  place.replaceChildren();
  place.tabIndex = 0;
  place.setAttribute('role', 'figure');
  place.setAttribute('aria-label', `${chart.label} Use the arrow keys to read single values.`);

  function paint() {
    const { width, height } = place.getBoundingClientRect();
    if (width < 40 || height < 40) return;
    plot = chart.draw(width, height);
    place.replaceChildren(plot.drawing);
    if (current >= 0) plot.highlight(current);
  }

  /** @param {number} index */
  function show(index) {
    if (!plot || chart.count === 0) return;
    current = Math.max(0, Math.min(chart.count - 1, index));
    plot.highlight(current);
    const { title, lines } = chart.tooltip(current);
    const heading = document.createElement('strong');
    heading.textContent = title;
    tooltip.replaceChildren(
      heading,
      ...lines.map((text) => {
        const line = document.createElement('span');
        line.textContent = text;
        return line;
      }),
    );
    tooltip.hidden = false;
    const anchor = plot.anchor(current);
    const box = place.getBoundingClientRect();
    const half = tooltip.offsetWidth / 2;
    const left = Math.max(half + 8, Math.min(window.innerWidth - half - 8, box.left + anchor.x));
    tooltip.style.left = `${left}px`;
    tooltip.style.top = `${box.top + anchor.y - 10}px`;
  }

  function hide() {
    current = -1;
    plot?.highlight(null);
    tooltip.hidden = true;
  }

  place.onpointermove = (event) => {
    if (plot) show(plot.indexAt(event.clientX - place.getBoundingClientRect().left));
  };
  place.onpointerleave = hide;
  place.onblur = hide;
  place.onclick = () => {
    if (current >= 0) chart.onSelect(current);
  };
  place.onkeydown = (event) => {
    const steps = { ArrowLeft: -1, ArrowRight: 1, Home: -chart.count, End: chart.count };
    if (event.key in steps) {
      event.preventDefault();
      show(current + steps[/** @type {keyof typeof steps} */ (event.key)]);
    } else if (event.key === 'Enter' && current >= 0) chart.onSelect(current);
    else if (event.key === 'Escape') hide();
  };

  const observer = new ResizeObserver(paint);
  observer.observe(place);
  paint();
  return () => observer.disconnect();
}
