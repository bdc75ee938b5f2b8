/** The controls above the workbook: the boroughs and the lowest fare. */

/** @param {string} id */
const at = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const slider = /** @type {HTMLInputElement} */ (at('min-fare'));
const boxes = () => /** @type {HTMLInputElement[]} */ ([...at('borough-chips').querySelectorAll('input')]);
const more = /** @type {HTMLElement} */ (at('more-controls'));
const note = /** @type {HTMLInputElement} */ (at('note-control'));
const shift = /** @type {HTMLSelectElement} */ (at('shift-control'));
const checkedBoroughs = () => boxes().flatMap((box) => (box.checked ? [box.value] : []));

/**
 * @param {object} options
 * @param {import('./format.js').Format} options.format
 * @param {import('../sigma/workbook-state.ts').Variables} options.variables As they are now; changed by others.
 * @param {(change: Partial<import('../sigma/workbook-state.ts').Variables>) => void} options.onChange
 * @param {boolean} options.hasMore Whether there are the controls for a note and a shift too.
 */
export function createFilters({ format, variables, onChange, hasMore }) {
  if (hasMore) {
    more.hidden = false;
    variables.Note ??= '';
    variables.Shift ??= '';
    // Enter in the only text field of a form would send it.
    /** @type {HTMLFormElement} */ (note.form).onsubmit = (event) => event.preventDefault();
    note.onchange = () => onChange({ Note: note.value });
    shift.onchange = () => onChange({ Shift: shift.value });
  }

  function show() {
    const chosen = variables.Borough.split(',');
    for (const box of boxes()) box.checked = chosen.includes(box.value);
    slider.value = variables.MinFare;
    at('min-fare-value').textContent = format.wholeMoney(Number(slider.value));
    note.value = variables.Note ?? '';
    shift.value = variables.Shift ?? '';
    at('clear-filters').hidden = variables.Borough === '' && Number(variables.MinFare) === 0;
  }

  slider.oninput = () => {
    at('min-fare-value').textContent = format.wholeMoney(Number(slider.value));
  };
  slider.onchange = () => onChange({ MinFare: slider.value });
  at('clear-filters').onclick = () => onChange({ Borough: '', MinFare: '0' });

  /** @param {string} borough */
  function chip(borough) {
    const label = document.createElement('label');
    label.className = 'chip';
    const box = document.createElement('input');
    box.type = 'checkbox';
    box.name = 'Borough';
    box.value = borough;
    box.dataset.testid = `borough-${borough}`;
    box.onchange = () => onChange({ Borough: checkedBoroughs().join(',') });
    const text = document.createElement('span');
    text.textContent = borough;
    label.append(box, text);
    return label;
  }

  return {
    show,
    /** @param {string[]} boroughs those that the person may see */
    drawBoroughs(boroughs) {
      at('borough-chips').replaceChildren(...boroughs.map(chip));
      show();
    },
  };
}
