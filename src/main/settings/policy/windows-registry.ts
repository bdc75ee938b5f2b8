/**
 * The policy of an administrator on Windows: values in the registry, below keys that only administrators may write. They
 * are read by the system's own `reg.exe`, since Node has no way to the registry, and what it prints is taken strictly.
 */
import { isPolicyKey, mergePolicies, noPolicy, type Policy, parsePolicy, policyKeys } from './policy.ts';

/** The policy of the computer before that of the person. */
export const REGISTRY_PLACES = [
  ['HKLM', 'Software', 'Policies', 'Sightglass'],
  ['HKCU', 'Software', 'Policies', 'Sightglass'],
] as const;

const HIVES = { HKLM: 'HKEY_LOCAL_MACHINE', HKCU: 'HKEY_CURRENT_USER' } as const;
type Place = readonly [hive: keyof typeof HIVES, ...names: string[]];

/**
 * Runs `reg.exe` with these arguments.
 *
 * @returns what it printed; null when it failed, which it also does for a key that is not there
 */
export type RunReg = (parameters: readonly string[]) => Promise<string | null>;

/** Reads both places. A place that is there and cannot be read allows nothing. */
export async function readRegistryPolicy(run: RunReg): Promise<Policy> {
  return mergePolicies(await Promise.all(REGISTRY_PLACES.map((place) => readPlace(place, run))));
}

async function readPlace(place: Place, run: RunReg): Promise<Policy> {
  const printed = await query(place, run);
  if (printed !== null) return parsePolicy(valuesIn(printed, fullName(place)));
  return (await isMissing(place, run)) ? noPolicy : parsePolicy(null);
}

/**
 * Whether a key is not there, which `reg.exe` tells from one that may not be read only in the language of the system. So the
 * key above it is asked for what it holds, and the one above that where it is missing as well.
 */
async function isMissing(place: Place, run: RunReg): Promise<boolean> {
  const [hive, ...names] = place;
  // Every computer has these two: where they cannot be read, nothing is known of what is below.
  if (names.length <= 1) return false;
  const above: Place = [hive, ...names.slice(0, -1)];
  const printed = await query(above, run);
  if (printed === null) return isMissing(above, run);
  const name = fullName(place).toLowerCase();
  return !printed.split(/\r?\n/).some((line) => line.trimEnd().toLowerCase() === name);
}

/** Of 64 bits whatever the program is, so that there is one place. */
const query = (place: Place, run: RunReg): Promise<string | null> => run(['query', place.join('\\'), '/reg:64']);

const fullName = ([hive, ...names]: Place): string => [HIVES[hive], ...names].join('\\');

const VALUE = /^ {4}(.+?) {4}(REG_[A-Z_]+)(?: {4}(.*))?$/;

/**
 * The values of a key, as JSON has them; null where a line is of no shape that `reg.exe` prints. What is of another type
 * than its key wants stays there as null, so that it is not understood rather than overlooked.
 */
function valuesIn(printed: string, key: string): Record<string, unknown> | null {
  const values: Record<string, unknown> = {};
  let isHeadSeen = false;
  for (const line of printed.split(/\r?\n/)) {
    if (line.trim() === '') continue;
    const isKey = line.toLowerCase().startsWith(key.toLowerCase());
    // After the values, the keys below it are listed by name; nothing of ours is in them.
    if (isKey && !isHeadSeen) isHeadSeen = true;
    else if (!isKey) {
      const [, name, type, data = ''] = VALUE.exec(line) ?? [];
      if (!isHeadSeen || name === undefined || type === undefined) return null;
      const known = knownName(name);
      values[known] = valueAs(known, type, data);
    }
  }
  return isHeadSeen ? values : null;
}

/** The registry does not tell upper case from lower case. */
const knownName = (name: string): string =>
  Object.keys(policyKeys).find((key) => key.toLowerCase() === name.toLowerCase()) ?? name;

function valueAs(name: string, type: string, data: string): unknown {
  if (type === 'REG_SZ') return data.trimEnd();
  // That is how `reg.exe` writes what is between two texts.
  if (type === 'REG_MULTI_SZ') return data.trimEnd().split('\\0');
  const number = type === 'REG_DWORD' && /^0x[0-9a-f]{1,8}$/i.test(data.trimEnd()) ? Number(data) : null;
  if (number === null) return null;
  if (!isPolicyKey(name) || policyKeys[name].schema.type !== 'boolean') return number;
  return number === 0 || number === 1 ? number === 1 : null;
}
