/** Numbers and dates in the language that `:lng` asked for. Trips carry local times without a zone. */

/** @param {string} language */
export function createFormat(language) {
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const one = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const two = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const dollars = new Intl.NumberFormat(language, { style: 'currency', currency: 'USD' });
  const wholeDollars = new Intl.NumberFormat(language, {
    style: 'currency',
    currency: 'USD',
    maximumFractionDigits: 0,
  });
  const day = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const weekday = new Intl.DateTimeFormat(language, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
  const moment = new Intl.DateTimeFormat(language, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: 'UTC',
  });
  /** @param {string} local */
  const asUtc = (local) => new Date(local.length === 10 ? `${local}T00:00:00Z` : `${local}Z`);
  return {
    count: (/** @type {number} */ value) => whole.format(value),
    miles: (/** @type {number} */ value) => `${two.format(value)} mi`,
    plainMiles: (/** @type {number} */ value) => two.format(value),
    shortMiles: (/** @type {number} */ value) => `${one.format(value)} mi`,
    money: (/** @type {number} */ value) => dollars.format(value),
    wholeMoney: (/** @type {number} */ value) => wholeDollars.format(value),
    day: (/** @type {string} */ date) => day.format(asUtc(date)),
    weekday: (/** @type {string} */ date) => weekday.format(asUtc(date)),
    moment: (/** @type {string} */ local) => moment.format(asUtc(local)),
    hour: (/** @type {number} */ hour) => `${String(hour).padStart(2, '0')}:00`,
  };
}

/** @typedef {ReturnType<typeof createFormat>} Format */
