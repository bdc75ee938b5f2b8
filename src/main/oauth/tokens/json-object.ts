/** JSON objects from servers, read in the one way that leaves no room for two readings. */

/** Strings, structure, and everything else; only ever run over text that `JSON.parse` has accepted. */
const tokens = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s"{}[\]:,]+/g;

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

function objectIn(text: string): Record<string, unknown> | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Not JSON at all.
    return null;
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
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
