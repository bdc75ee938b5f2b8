/** What window and main agree on about set-up files, by which an administrator hands a profile to others. */

import { SecretInput } from './profile/connection.ts';
import { LONGEST_PASSPHRASE } from './set-up-passphrase.ts';
import { z } from './zod.ts';

/** What came from a file, in whatever memory it lies. */
export const Bytes: z.ZodType<Uint8Array> = z.instanceof(Uint8Array);

export const Passphrase = z.string().min(1).max(LONGEST_PASSPHRASE);

/** Secrets that a person typed, for the profile of a file or into one. */
export const TypedSecrets = z.object({
  embedSecret: SecretInput,
  clientSecrets: z.array(z.object({ connectionId: z.uuid(), secret: SecretInput.unwrap() })).max(32),
});
export type TypedSecrets = z.infer<typeof TypedSecrets>;

/** What a set-up file holds, for the person who is to agree to it. Nothing of it is secret. */
export const SetUpPreview = z.object({
  profileName: z.string(),
  /** The origin of the Sigma that its workbooks are at. */
  sigma: z.string(),
  workbooks: z.array(z.string()),
  connections: z.array(z.object({ label: z.string(), /** Where people sign in. */ address: z.string() })),
  /** Whether the profile is here already, so that the file brings it up to date. */
  isThere: z.boolean(),
  /** Whether its secrets are in it, under a passphrase. */
  isSealed: z.boolean(),
  /** The secrets that are neither in the file nor here: those of Sigma, and of connections. */
  missing: z.object({
    embedSecret: z.boolean(),
    clientSecrets: z.array(z.object({ connectionId: z.uuid(), label: z.string(), kind: z.enum(['secret', 'key']) })),
  }),
});
export type SetUpPreview = z.infer<typeof SetUpPreview>;

/** A set-up file that was brought here, and waits for the person to agree. */
export const SetUpOffer = z.object({ preview: SetUpPreview, bytes: Bytes });
export type SetUpOffer = z.infer<typeof SetUpOffer>;
