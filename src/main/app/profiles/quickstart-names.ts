/**
 * The names of a QuickStart file: those that a profile is made of, those that nothing is made of, and those that are
 * nearly one of them. What is not used is said by name; a value never is, since any may be a secret.
 */

/** What the server of the QuickStart "Databricks OAuth" reads, and nothing else does. */
const ofServer = ['PORT', 'DATABRICKS_SESSION_SECRET', 'DATABRICKS_SAVE_TOKEN_TO_FILE'];

/** What `read-env.ts` reads. */
const used = [
  'CLIENT_ID',
  'SECRET',
  'EMAIL',
  'ACCOUNT_TYPE',
  'TEAMS',
  'SESSION_LENGTH',
  'DATABRICKS_OAUTH_BASE_URL',
  'DATABRICKS_OAUTH_EMAIL',
  'DATABRICKS_OAUTH_ACCOUNT_TYPE',
  'DATABRICKS_OAUTH_TEAMS',
  'DATABRICKS_HOST',
  'DATABRICKS_ACCOUNT_ID',
  'DATABRICKS_OAUTH_CLIENT_ID',
  'DATABRICKS_OAUTH_CLIENT_SECRET',
  'DATABRICKS_REDIRECT_URI',
  'DATABRICKS_AUTH_LEVEL',
  'DATABRICKS_CONNECTION_ID',
];

/** As the QuickStart names user attributes: `DATABRICKS_OAUTH_ua_Store_Region=West` is the attribute `Store_Region`. */
export const ATTRIBUTE_PREFIX = 'DATABRICKS_OAUTH_ua_';

/** Every QuickStart of the series has its own of these, behind its name in capitals. */
const ofQuickStart = /^([A-Z][A-Z0-9_]*?)_(?:BASE_URL|EMAIL|ACCOUNT_TYPE|TEAMS|ua_\w+|eval_connection_id)$/;

/** What the rest of a file is. Names alone, each once, in the order of the file. */
export interface RestOfFile {
  readonly serverNames: readonly string[];
  /** As `EVENTS_…`. */
  readonly otherQuickStarts: readonly string[];
  /** As `TEAM → TEAMS`. */
  readonly misspelt: readonly string[];
  readonly unknownNames: readonly string[];
}

/**
 * @param names of the file that have a value
 * @param embedOptions the names that say how the workbook opens
 */
export function restOfFile(names: readonly string[], embedOptions: readonly string[]): RestOfFile {
  const known = new Set([...used, ...embedOptions, ...ofServer]);
  const rest = names.filter((name) => !known.has(name) && !name.startsWith(ATTRIBUTE_PREFIX));
  const guesses = new Map(rest.map((name) => [name, meant(name, names, [...used, ...embedOptions])]));
  const others = rest.filter((name) => guesses.get(name) === null);
  const quickStarts = others.flatMap((name) => ofQuickStart.exec(name)?.[1] ?? []);
  return {
    serverNames: ofServer.filter((name) => names.includes(name)),
    otherQuickStarts: [...new Set(quickStarts)].filter(isReadable).map((name) => `${name}_…`),
    misspelt: rest.flatMap((name) => {
      const guess = guesses.get(name);
      return guess && isReadable(name) ? [`${name} → ${guess}`] : [];
    }),
    unknownNames: others.filter((name) => !ofQuickStart.test(name) && isReadable(name)),
  };
}

/** Whether any name is one that a QuickStart of the series has. */
export const isOfSeries = (names: readonly string[], embedOptions: readonly string[]): boolean =>
  names.some(
    (name) =>
      used.includes(name) ||
      ofServer.includes(name) ||
      embedOptions.includes(name) ||
      ofQuickStart.test(name) ||
      /^DATABRICKS_/i.test(name),
  );

/**
 * A name of the file that nobody knows and that is nearly one that has no value there; null for any other. Other programs
 * say `CLIENT_SECRET` for what the QuickStart calls by a longer name.
 */
function meant(name: string, names: readonly string[], candidates: readonly string[]): string | null {
  const open = candidates.filter((candidate) => !names.includes(candidate));
  const near = (one: string, other: string) =>
    distance(one.toUpperCase(), other.toUpperCase()) <= (one.length < 6 ? 1 : 2);
  return (
    open.find((candidate) => near(name, candidate)) ??
    open.find((candidate) => near(name, candidate.replace(/^DATABRICKS_(?:OAUTH_)?/, ''))) ??
    (near(name, 'CLIENT_SECRET') && open.includes('SECRET') ? 'SECRET' : null)
  );
}

/** How many letters are to be added, left out or replaced to make one name of the other (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (const [place, wanted] of [...other].entries()) {
      const replaced = (row[place] ?? 0) + (letter === wanted ? 0 : 1);
      next.push(Math.min(replaced, (row[place + 1] ?? 0) + 1, (next[place] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/**
 * Whether a name was written by a person. A secret that stands on a line of its own, and ends with equals signs as many
 * do, reads as a name.
 */
const isReadable = (name: string): boolean =>
  name.length <= 48 &&
  /^(?:[A-Z]+\d{0,2}|[a-z]+\d{0,2}|[A-Za-z]{1,16})(?:_(?:[A-Z]+\d{0,2}|[a-z]+\d{0,2}|[A-Za-z]{1,16}|\d{1,2}))*$/.test(
    name,
  );

/** Whether a value is still what an example has in its place. */
export const isPlaceholder = (value: string): boolean =>
  /^(?:https?:\/\/)?your[-_ ]/i.test(value) ||
  (/\/your[-_]|[<{][a-z][\w -]*[>}]/i.test(value) && /^(?:https?:|<|\{)/i.test(value)) ||
  /^(?:x{3,12}|\.{3,}|…|change[-_ ]?(?:me|this)\b.*|replace[-_ ]?(?:me|this|with)\b.*|todo|tbd|.+[-_]here)$/i.test(
    value,
  );
