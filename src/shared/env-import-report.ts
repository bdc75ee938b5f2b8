/** What came of an import of a QuickStart file, as windows are told. */
import { z } from './zod.ts';

const names = z.array(z.string());

/** Something worth knowing about an import; `importRemarks` in the texts has the sentence. */
export const ImportRemark = z.discriminatedUnion('code', [
  z.object({ code: z.literal('fallbackEmail'), values: z.object({ email: z.string() }) }),
  z.object({ code: z.literal('publicClient'), values: z.object({}) }),
  z.object({ code: z.literal('sessionLength'), values: z.object({ seconds: z.number() }) }),
  z.object({ code: z.literal('level'), values: z.object({}) }),
  z.object({ code: z.literal('misspelt'), values: z.object({ misspelt: names }) }),
  z.object({ code: z.literal('notUsed'), values: z.object({ unused: names }) }),
  z.object({ code: z.literal('otherQuickStarts'), values: z.object({ otherQuickStarts: names }) }),
  z.object({ code: z.literal('ofServer'), values: z.object({ serverNames: names }) }),
]);
export type ImportRemark = z.infer<typeof ImportRemark>;

export const EnvImportReport = z.object({
  profileId: z.string(),
  profileName: z.string(),
  /** What changed in a profile that was there, as `changeItem` writes it; null where the file made a new one. */
  changes: z.array(z.string()).nullable(),
  remarks: z.array(ImportRemark),
});
export type EnvImportReport = z.infer<typeof EnvImportReport>;
