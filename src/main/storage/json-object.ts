/** What every store file holds: one object of JSON. */

/**
 * The object in a text. Editors and shells of Windows put a byte order mark before it, which readers may pass over (RFC 8259
 * section 8.1).
 *
 * @throws SyntaxError also for JSON of another kind: spread into an object, the next write would overwrite it
 */
export function objectIn(text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new SyntaxError('Not an object.');
  return value as Record<string, unknown>;
}
