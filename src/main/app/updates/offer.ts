/** Whether what a server describes is for this computer, and when. */
import { createHash } from 'node:crypto';
import type { UpdateDescription } from './description.ts';
import { compareVersions, isSystemNewEnough } from './versions.ts';

const DAY_MS = 24 * 3_600_000;

export interface OfferConditions {
  /** The version that runs. */
  readonly version: string;
  /** As `os.release()`. */
  readonly systemRelease: string;
  /** Random, of this installation; it is sent nowhere. */
  readonly installId: string;
  /** Versions that were put back: nobody meets them a second time. */
  readonly failedVersions: readonly string[];
}

/**
 * Why an update is not offered; null when it is. `older`: the server has less than what runs here, which is usual after a
 * change of the channel and never taken.
 */
export function whyNotOffered(
  description: UpdateDescription,
  { version, systemRelease, installId, failedVersions }: OfferConditions,
): 'same' | 'older' | 'failed-before' | 'system' | 'roll-out' | null {
  const order = compareVersions(description.version, version);
  if (order === 0) return 'same';
  if (order < 0) return 'older';
  if (failedVersions.includes(description.version)) return 'failed-before';
  const { minimumSystemVersion } = description;
  if (minimumSystemVersion && !isSystemNewEnough(systemRelease, minimumSystemVersion)) return 'system';
  return rollOutPlace(installId, description.version) < description.stagingPercentage ? null : 'roll-out';
}

/**
 * Where a computer stands in a roll-out, from 0 (inclusive) to 100 (exclusive). By the version too, so that not the same
 * people are the first each time.
 */
export function rollOutPlace(installId: string, version: string): number {
  const digest = createHash('sha256').update(`${installId} ${version}`).digest();
  return (digest.readUInt32BE(0) / 2 ** 32) * 100;
}

/**
 * Until when an update is left alone by itself; null when it need not be.
 *
 * @param later what the person said last
 */
export function deferralOf(
  { version, releaseDate }: Pick<UpdateDescription, 'version' | 'releaseDate'>,
  {
    deferralDays,
    later,
    now,
  }: {
    readonly deferralDays: number;
    readonly later: { readonly version: string; readonly until: number } | null;
    readonly now: number;
  },
): { readonly until: number; readonly by: 'policy' | 'person' } | null {
  const byPolicy = releaseDate + deferralDays * DAY_MS;
  if (byPolicy > now) return { until: byPolicy, by: 'policy' };
  // A clock that was set back must not make a day of it that never ends.
  if (later?.version === version && later.until > now && later.until <= now + DAY_MS) {
    return { until: later.until, by: 'person' };
  }
  return null;
}
