/** A sample of a folder: single lines of code, as Stryker takes them. */

/**
 * The lines that hold code, each as the range that Stryker is to mutate.
 * @param {string} file
 * @param {string} text
 */
export function codeLines(file, text) {
  let inComment = false;
  return text.split('\n').flatMap((line, index) => {
    const words = line.trim();
    if (words.startsWith('/*')) inComment = true;
    const isCode = !inComment && words !== '' && !words.startsWith('//') && !words.startsWith('import ');
    if (words.endsWith('*/')) inComment = false;
    return isCode ? [`${file}:${index + 1}-${index + 1}`] : [];
  });
}

/**
 * So many of the values, each at most once.
 * @template T
 * @param {readonly T[]} values
 * @param {number} count
 * @param {() => number} [random] from 0 up to, but not including, 1
 */
export function chooseSome(values, count, random = Math.random) {
  const left = [...values];
  return Array.from(
    { length: Math.min(count, left.length) },
    () => /** @type {T} */ (left.splice(Math.floor(random() * left.length), 1)[0]),
  );
}
