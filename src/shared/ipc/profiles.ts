/** Requests about profiles: what an administrator sets up. */

import { LARGEST_ENV_BYTES } from '../env-file.ts';
import { EnvImportReport } from '../env-import-report.ts';
import { ProfileDraft } from '../profile/profile.ts';
import { Bytes, Passphrase, SetUpOffer, TypedSecrets } from '../set-up-file.ts';
import { SHORTEST_PASSPHRASE } from '../set-up-passphrase.ts';
import { z } from '../zod.ts';
import { id, nothing, type RequestDefinition } from './request.ts';

/** One byte more than the largest may come, which is how main learns that it is too large. */
const FileContent = Bytes.refine(({ byteLength }) => byteLength <= LARGEST_ENV_BYTES + 1, 'too large');

/** What came of a QuickStart file, or what a set-up file asks. */
const Imported = z.union([EnvImportReport, SetUpOffer]).nullable();

export const profileRequests = {
  /** Keeps the profile and selects it in the window that asks. */
  'profiles.save': { input: ProfileDraft, output: z.object({ profileId: id }), changes: true },
  'profiles.remove': { input: z.object({ profileId: id }), output: nothing, changes: true },
  /** For the window that asks, and for the windows of the next start. */
  'profiles.select': { input: z.object({ profileId: id }), output: nothing, changes: true },
  /** Main shows the file dialog and reads the file, so that its secrets never pass through the window. */
  'profiles.importEnv': { input: nothing, output: Imported, changes: true },
  /**
   * A file that a person dropped onto the window, or its text that they pasted, as bytes. Not as a path: the window can
   * read the one file that was dropped, while main would open any path that a script in the window names.
   */
  'profiles.importEnvContent': { input: z.object({ bytes: FileContent }), output: Imported, changes: true },
  /** What a set-up file holds that came from outside of the window: null once somebody has asked for it. */
  'profiles.openBrought': { input: z.strictObject({ id }), output: SetUpOffer.nullable(), changes: false },
  /** The person agrees to what a set-up file holds, with what was typed for it. */
  'profiles.takeSetUp': {
    input: z.object({ bytes: FileContent, passphrase: Passphrase.nullable(), typed: TypedSecrets }),
    output: EnvImportReport,
    changes: true,
  },
  /** Main asks where, and writes. Secrets go into the file as they were typed here, and never out of the vault. */
  'profiles.saveSetUp': {
    input: z.object({
      profileId: id,
      sealing: z.object({ passphrase: Passphrase.min(SHORTEST_PASSPHRASE), typed: TypedSecrets }).nullable(),
    }),
    output: z.object({ isSaved: z.boolean() }),
    changes: true,
  },
  /** @param name of the copy, in the language of the window */
  'profiles.duplicate': {
    input: z.object({ profileId: id, name: z.string().min(1).max(80) }),
    output: z.object({ profileId: id }),
    changes: true,
  },
} as const satisfies Record<string, RequestDefinition>;
