/** Text for a terminal: aligned, and without anything that a terminal would obey. */

/**
 * What comes from servers, files and people as one line: escape sequences would move the cursor, set colours or type for the
 * person, and marks of direction would turn the text around.
 */
export const shown = (value: string): string => value.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ').trim();

/**
 * JSON in which nothing is left that a terminal would obey, with the same meaning: what JSON lets stand in a text (the second
 * half of control characters, marks of direction) is written as an escape. Line breaks between values stay.
 */
export const shownJson = (json: string): string =>
  json.replace(/[^\P{C}\n\t]|[\u2028\u2029]/gu, (letter) =>
    Array.from({ length: letter.length }, (_, at) => `\\u${letter.charCodeAt(at).toString(16).padStart(4, '0')}`).join(
      '',
    ),
  );

/** How many cells of a terminal a text takes: those of East Asia take two, marks above and below a letter none. */
export function widthOf(text: string): number {
  let width = 0;
  for (const letter of text) {
    if (/\p{Mn}/u.test(letter)) continue;
    width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(
      letter,
    )
      ? 2
      : 1;
  }
  return width;
}

/** Rows with cells below one another; the last of a row is as long as it is. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [at, cell] of row.slice(0, -1).entries()) widths[at] = Math.max(widths[at] ?? 0, widthOf(cell));
  }
  return rows.map((row) =>
    row
      .map((cell, at) =>
        at === row.length - 1 ? cell : cell + ' '.repeat(Math.max(0, (widths[at] ?? 0) - widthOf(cell))),
      )
      .join('  ')
      .trimEnd(),
  );
}
