/**
 * The policy of an administrator on macOS: preferences that a profile of the organisation brings, in a folder that only
 * root can write to. They are property lists, mostly binary; the system's own `plutil` turns them into JSON.
 */
import { mergePolicies, noPolicy, type Policy, parsePolicy } from './policy.ts';

const FOLDER = '/Library/Managed Preferences';
const FILE = 'com.sightglass.viewer.plist';

export interface PreferencesReader {
  /** Whether anything has this name, also something that may not be read. @throws when that cannot be found out */
  exists(path: string): Promise<boolean>;
  /** Turns a property list into JSON; null when that fails. */
  toJson(path: string): Promise<string | null>;
}

/**
 * The strongest first: for the computer, then for the person alone.
 *
 * @param userName as the system's own list of accounts has it, not as the environment says
 */
export const preferencePlaces = (userName: string): readonly string[] => [
  `${FOLDER}/${FILE}`,
  ...(/^[^/\0]+$/.test(userName) && !/^\.+$/.test(userName) ? [`${FOLDER}/${userName}/${FILE}`] : []),
];

/** Reads both places. A place that is there and cannot be read allows nothing. */
export async function readPreferencesPolicy(userName: string, reader: PreferencesReader): Promise<Policy> {
  return mergePolicies(await Promise.all(preferencePlaces(userName).map((path) => readPlace(path, reader))));
}

/** The system may add what it knows of the profile, such as `PayloadUUID`; that is no key of an administrator. */
const withoutOwn = (found: unknown): unknown =>
  typeof found === 'object' && found !== null && !Array.isArray(found)
    ? Object.fromEntries(Object.entries(found).filter(([name]) => !/^Payload[A-Z]/.test(name)))
    : found;

async function readPlace(path: string, reader: PreferencesReader): Promise<Policy> {
  try {
    if (!(await reader.exists(path))) return noPolicy;
    const json = await reader.toJson(path);
    return parsePolicy(json === null ? null : withoutOwn(JSON.parse(json)));
  } catch {
    return parsePolicy(null);
  }
}
