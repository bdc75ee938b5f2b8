/** Versions as Semantic Versioning 2.0.0 has them, and which of two is the newer one. */

const VERSION =
  /^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})(?:-((?:0|[1-9]\d*|\d*[A-Za-z-][\dA-Za-z-]*)(?:\.(?:0|[1-9]\d*|\d*[A-Za-z-][\dA-Za-z-]*))*))?(?:\+[\dA-Za-z.-]+)?$/;

/** Whether it is a version at all. */
export const isVersion = (text: string): boolean => text.length <= 64 && VERSION.test(text);

/**
 * Compares by precedence (section 11): negative when `a` is older, positive when it is newer, 0 when neither.
 *
 * @param a see `isVersion`
 * @param b see `isVersion`
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (const [index, number] of left.numbers.entries()) {
    const difference = number - (right.numbers[index] ?? 0);
    if (difference !== 0) return difference;
  }
  // A version with a further part comes before the one without.
  if (left.further.length === 0 || right.further.length === 0) return right.further.length - left.further.length;
  for (let index = 0; index < Math.max(left.further.length, right.further.length); index += 1) {
    const difference = compareParts(left.further[index], right.further[index]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function partsOf(version: string): { numbers: readonly number[]; further: readonly string[] } {
  const [, major, minor, patch, further] = VERSION.exec(version) ?? [];
  return { numbers: [Number(major), Number(minor), Number(patch)], further: further?.split('.') ?? [] };
}

function compareParts(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return (a === undefined ? 0 : 1) - (b === undefined ? 0 : 1);
  const areNumbers = [a, b].map((part) => /^\d+$/.test(part));
  if (areNumbers[0] && areNumbers[1]) return Number(a) - Number(b);
  if (areNumbers[0] !== areNumbers[1]) return areNumbers[0] ? -1 : 1;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/**
 * Whether a system is at least so new, by the numbers at the beginning of both, as in `10.0.19045` or `24.3.0`. What has
 * none asks for nothing.
 */
export function isSystemNewEnough(release: string, wanted: string): boolean {
  const numbersOf = (text: string) => (/^\d+(?:\.\d+)*/.exec(text)?.[0] ?? '').split('.').filter(Boolean).map(Number);
  const [present, needed] = [numbersOf(release), numbersOf(wanted)];
  for (const [index, number] of needed.entries()) {
    const difference = (present[index] ?? 0) - number;
    if (difference !== 0) return difference > 0;
  }
  return true;
}
