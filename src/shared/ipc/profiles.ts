/** Requests about profiles: what an administrator sets up. */
import { z } from 'zod';
import { LARGEST_ENV_BYTES } from '../env-file.ts';
import { ProfileDraft } from '../profile/profile.ts';
import { EnvImportReport } from '../state.ts';
import { id, nothing, type RequestDefinition } from './request.ts';

export const profileRequests = {
  /** Keeps the profile and selects it in the window that asks. */
  'profiles.save': { input: ProfileDraft, output: z.object({ profileId: id }), changes: true },
  'profiles.remove': { input: z.object({ profileId: id }), output: nothing, changes: true },
  /** For the window that asks, and for the windows of the next start. */
  'profiles.select': { input: z.object({ profileId: id }), output: nothing, changes: true },
  /** Main shows the file dialog and reads the file, so that its secrets never pass through the window. */
  'profiles.importEnv': { input: nothing, output: EnvImportReport.nullable(), changes: true },
  /**
   * A file that a person dropped onto the window, or its text that they pasted, as bytes. Not as a path: the window can
   * read the one file that was dropped, while main would open any path that a script in the window names. One byte more
   * than the largest may come, which is how main learns that it is too large.
   */
  'profiles.importEnvContent': {
    input: z.object({
      bytes: z.instanceof(Uint8Array).refine(({ byteLength }) => byteLength <= LARGEST_ENV_BYTES + 1, 'too large'),
    }),
    output: EnvImportReport.nullable(),
    changes: true,
  },
} as const satisfies Record<string, RequestDefinition>;
