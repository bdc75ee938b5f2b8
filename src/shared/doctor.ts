/** A run of the doctor: the checks of this computer and of a saved set-up, as plain data for a window, a file and a terminal. */
import { CheckId, ChecksView, checkIds, computerCheckIds, networkCheckIds, signedInCheckIds } from './checks.ts';
import { type SoughtChecks, soughtChecks } from './error-checks.ts';
import type { ErrorCode } from './errors.ts';
import { z } from './zod.ts';

/** As a window shows it. */
export const DoctorView = ChecksView.extend({
  /** When it began, in milliseconds since the epoch. */
  startedAt: z.number(),
  /** The set-up that is looked at; null where there is none, or none was meant. */
  profile: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** The checks for whose sake it was opened, such as those that an error may come from; the others follow. */
  matters: z.array(CheckId),
});
export type DoctorView = z.infer<typeof DoctorView>;

/** The whole of a run, for programs. A field may be added; another meaning of one is another `schema`. */
export const DoctorReport = DoctorView.omit({ runId: true, matters: true, isSaved: true }).extend({
  schema: z.literal(1),
  version: z.string(),
  /** Operating system and processor, such as `linux x64`. */
  platform: z.string(),
});
export type DoctorReport = z.infer<typeof DoctorReport>;

export function doctorReport(
  { phase, startedAt, profile, connections, checks }: DoctorView,
  about: { readonly version: string; readonly platform: string },
): DoctorReport {
  return {
    schema: 1,
    version: about.version,
    platform: about.platform,
    phase,
    startedAt,
    profile,
    connections,
    checks,
  };
}

const kinds: Readonly<Partial<Record<SoughtChecks, readonly CheckId[]>>> = {
  'any-of-computer': computerCheckIds,
  'any-of-network': networkCheckIds,
  'any-of-sign-in': signedInCheckIds,
};

/** Those that may find what is behind an error, in the order in which they are shown. */
export function checksThatMatter(code: ErrorCode): readonly CheckId[] {
  const sought = soughtChecks(code);
  return checkIds.filter((id) => sought.some((one) => one === id || kinds[one]?.includes(id)));
}
