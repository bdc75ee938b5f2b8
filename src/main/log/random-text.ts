/**
 * Finds text that nobody wrote: tokens, keys and hashes, whatever product they are of. What people write, and programs
 * name, is made of words and numbers; random text changes between small letters, capitals and digits all the time.
 */

/**
 * A run of characters that tokens are made of: base64 in both alphabets, what else divides the parts of tokens, and signs
 * that are percent-encoded or escaped for JSON.
 */
const run = /(?:[A-Za-z0-9+/_.~!*$%-]|\\(?:\/|u[0-9A-Fa-f]{4})){20,}/g;
/** An id (1), which is readable as it is; a piece (2): letters and digits in a row; or what divides pieces. */
const part =
  /(?<![0-9A-Za-z])([0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12})(?![0-9A-Za-z])|([A-Za-z0-9]+)|%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|[^A-Za-z0-9]/g;

/** Fewer letters and digits than this are a word, a version, or what bundlers and Sigma put into names. */
const FEWEST = 24;
const FEWEST_DIFFERENT = 10;
/** Changes from one word or number to the next for each pair of neighbours: 0.52 in base64, 0.47 in hexadecimal. */
const MANY_CHANGES = 0.33;
/** Where only two of small letters, capitals and digits are there, as in the names of functions. */
const MANY_CHANGES_OF_TWO = 0.37;
/** As many letters and digits in words that stand between random pieces belong to them. */
const LONGEST_BRIDGE = 8;
/** Numbers in one piece of `FEWEST` characters or more. Nobody counts so much in one name. */
const MANY_NUMBERS = 3;

const hexadecimal = /^[0-9A-Fa-f]{32,}$/;

/** A piece of a run, or several of them counted together. */
interface Counts {
  signs: number;
  /** Neighbours among them that no divider parts. */
  pairs: number;
  /** How often a word or a number ends and the next begins. */
  changes: number;
  hasSmall: boolean;
  hasCapital: boolean;
  hasDigit: boolean;
}

/** A stretch of a run, by its places in it. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

const isDigit = (code: number): boolean => code < 58;
const isCapital = (code: number): boolean => code > 64 && code < 91;
const isSmall = (code: number): boolean => code > 96;

/** @param text ASCII letters and digits alone */
function countsOf(text: string): Counts {
  let changes = 0;
  let [hasSmall, hasCapital, hasDigit] = [false, false, false];
  let before = text.charCodeAt(0);
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    hasSmall ||= isSmall(code);
    hasCapital ||= isCapital(code);
    hasDigit ||= isDigit(code);
    if (at > 0 && isChange(before, code, text.charCodeAt(at + 1))) changes += 1;
    before = code;
  }
  return { signs: text.length, pairs: text.length - 1, changes, hasSmall, hasCapital, hasDigit };
}

/** A word is small letters with or without a capital before them, or capitals; the last of those may begin a word. */
function isChange(before: number, code: number, next: number): boolean {
  if (isDigit(before) || isDigit(code)) return isDigit(before) !== isDigit(code);
  if (isCapital(before)) return isCapital(code) && isSmall(next);
  return isCapital(code);
}

function add(sum: Counts, more: Counts): void {
  sum.signs += more.signs;
  sum.pairs += more.pairs;
  sum.changes += more.changes;
  sum.hasSmall ||= more.hasSmall;
  sum.hasCapital ||= more.hasCapital;
  sum.hasDigit ||= more.hasDigit;
}

function changesLikeRandom({ signs, pairs, changes, hasSmall, hasCapital, hasDigit }: Counts): boolean {
  return (
    signs >= FEWEST && changes >= pairs * (hasSmall && hasCapital && hasDigit ? MANY_CHANGES : MANY_CHANGES_OF_TWO)
  );
}

/** Whether a piece is random for itself, whatever stands around it. */
function isRandomPiece(text: string, counts: Counts): boolean {
  if (text.length < FEWEST) return false;
  if (changesLikeRandom(counts)) return true;
  if (hexadecimal.test(text)) return true;
  return (text.match(/(?<=[A-Za-z])[0-9]+/g)?.length ?? 0) >= MANY_NUMBERS;
}

/** Neighbouring pieces that are no plain words, with the few words between them. */
interface Group extends Stretch {
  end: number;
  readonly counts: Counts;
  /** Of the words behind the last piece; they count when another piece follows. */
  bridge: Counts | null;
  readonly randomPieces: Stretch[];
}

const randomIn = ({ start, end, counts, randomPieces }: Group): readonly Stretch[] =>
  changesLikeRandom(counts) ? [{ start, end }] : randomPieces;

/** What is random in a run, in its order. */
function randomStretches(text: string): Stretch[] {
  const found: Stretch[] = [];
  let group: Group | null = null;
  const close = () => {
    if (group) found.push(...randomIn(group));
    group = null;
  };
  part.lastIndex = 0;
  for (let match = part.exec(text); match; match = part.exec(text)) {
    const piece = match[2];
    if (match[1] !== undefined) close();
    if (piece === undefined) continue;
    const counts = countsOf(piece);
    if (counts.changes === 0) {
      if (!group) continue;
      if (group.bridge) add(group.bridge, counts);
      else group.bridge = counts;
      if (group.bridge.signs > LONGEST_BRIDGE) close();
      continue;
    }
    const stretch = { start: match.index, end: match.index + piece.length };
    const randomPieces = isRandomPiece(piece, counts) ? [stretch] : [];
    if (!group) group = { ...stretch, counts, bridge: null, randomPieces };
    else {
      if (group.bridge) add(group.counts, group.bridge);
      add(group.counts, counts);
      group.bridge = null;
      group.end = stretch.end;
      group.randomPieces.push(...randomPieces);
    }
  }
  close();
  return found.filter(({ start, end }) => new Set(text.slice(start, end)).size >= FEWEST_DIFFERENT);
}

/** Whether anything in the text is random. */
export const holdsRandomText = (text: string): boolean =>
  text.match(run)?.some((found) => randomStretches(found).length > 0) ?? false;

/** The text with everything random replaced. Linear in its length. */
export function withoutRandomText(text: string, replacement: string): string {
  return text.replace(run, (found) => {
    let result = '';
    let done = 0;
    for (const { start, end } of randomStretches(found)) {
      result += `${found.slice(done, start)}${replacement}`;
      done = end;
    }
    return result + found.slice(done);
  });
}
