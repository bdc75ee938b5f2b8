/**
 * JSON of servers: the one border at which it is read. A member that is `null` is the same as one that is not there, so
 * that no rule and no library behind it has to think of that. Objects are read in the one way that leaves no room for two
 * readings.
 */

/** Strings, structure, and everything else; only ever run over text that `JSON.parse` has accepted. */
const tokens = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s"{}[\]:,]+/g;

/** What the text holds, without anything that is `null`; undefined for what is not JSON, and for `null` itself. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, withoutNull);
  } catch {
    // Not JSON at all, or nested deeper than the stack is.
    return undefined;
  }
}

/** For `JSON.parse`: undefined takes a member out. In a list that leaves a hole, which `filter` closes. */
function withoutNull(_name: string, value: unknown): unknown {
  if (value === null) return undefined;
  return Array.isArray(value) ? value.filter(() => true) : value;
}

/**
 * The object that the text holds; null when it holds something else or names a member twice, since then different
 * readers see different values (RFC 8259 section 4).
 */
export function parseJsonObject(text: string): Record<string, unknown> | null {
  const value = objectIn(text);
  if (value === null) return null;
  const names = topLevelNames(text);
  return new Set(names).size === names.length ? value : null;
}

/**
 * One member of the object that the text holds, whatever is wrong with the others; undefined when the text holds no
 * object, or does not name the member exactly once.
 */
export function readMember(text: string, name: string): unknown {
  const value = objectIn(text);
  if (value === null || topLevelNames(text).filter((found) => found === name).length !== 1) return undefined;
  return value[name];
}

/** An object, and neither a list nor null. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function objectIn(text: string): Record<string, unknown> | null {
  const value = parseJson(text);
  return isObject(value) ? { ...value } : null;
}

function topLevelNames(text: string): string[] {
  const names: string[] = [];
  let depth = 0;
  let last = '';
  for (const [token] of text.matchAll(tokens)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    else if (token === ':' && depth === 1) names.push(JSON.parse(last));
    last = token;
  }
  return names;
}
