/** How much a person may ask to be told of, and what counts as a number there. */

export const LONGEST_NAME = 80;
export const LONGEST_VALUE = 200;
/** More than this nobody set by hand, and each is looked at whenever anything changes. */
export const MOST_ALERTS = 50;

/** As Sigma tells numbers: with a point and without thousands. Several values are no number. */
export const isNumber = (text: string): boolean => text.trim() !== '' && Number.isFinite(Number(text));
