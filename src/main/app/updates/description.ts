/**
 * The description of an update, as the server has it: `latest-linux.yml` and its like, and the signature beside it. It is
 * signed as a whole, and says for which product, system and channel it is and until when, so that neither another
 * description of the same key nor an old one can stand in for it. See docs/decisions/0040.
 */
import { createPublicKey, verify } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';
import type { UpdateChannel } from '../../../shared/updates.ts';
import { z } from '../../../shared/zod.ts';
import { isVersion } from './versions.ts';

export const PRODUCT = 'com.sightglass.viewer';

/** More than any notes need, and what a window still shows well. */
const LONGEST_NOTES = 8_000;
const LARGEST_FILE_BYTES = 1024 ** 3;
/** A date may be ahead by so much: clocks and time zones. */
const DATE_TOLERANCE_MS = 36 * 3_600_000;
const EARLIEST = Date.UTC(2026, 0);

/** A name in the same folder: no path, no address, nothing hidden. */
const FileName = z.string().regex(/^(?!.*\.\.)[A-Za-z0-9](?:[A-Za-z0-9 ._+-]{0,198}[A-Za-z0-9])?$/);
const Instant = z.iso.datetime().transform((text) => Date.parse(text));

const Shape = z.object({
  version: z.string().refine(isVersion, { error: 'no version' }),
  files: z
    .array(
      z.object({
        url: FileName,
        /** Base64 of 64 bytes. */
        sha512: z.string().regex(/^[A-Za-z0-9+/]{86}==$/),
        size: z.int().positive().max(LARGEST_FILE_BYTES),
        blockMapSize: z.int().positive().optional(),
      }),
    )
    .min(1)
    .max(16),
  releaseDate: Instant,
  releaseNotes: z.string().max(LONGEST_NOTES).default(''),
  stagingPercentage: z.int().min(0).max(100).default(100),
  minimumSystemVersion: z.string().max(64).optional(),
  sightglass: z.object({
    product: z.string().max(100),
    file: z.string().max(100),
    channel: z.enum(['latest', 'beta']),
    signedAt: Instant,
    expires: Instant,
  }),
});

export type UpdateDescription = z.output<typeof Shape>;
export type UpdateFile = UpdateDescription['files'][number];

/** The name of the description for a system, as electron-builder writes it. */
export function descriptionFile(channel: UpdateChannel, platform: NodeJS.Platform, arch: string): string {
  if (platform === 'linux') return `${channel}-linux${arch === 'x64' ? '' : `-${arch}`}.yml`;
  return platform === 'darwin' ? `${channel}-mac.yml` : `${channel}.yml`;
}

/** What a description is to be. */
export interface ExpectedDescription {
  /** Ed25519, SPKI in base64. */
  readonly key: string;
  /** See `descriptionFile`. */
  readonly file: string;
  readonly channel: UpdateChannel;
  /** Whom it came from, for the error. */
  readonly host: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** When the newest description of this name was signed that was ever taken here; 0 for none. */
  readonly newestSeen: number;
}

/**
 * Whether one of the signatures is of this key, over exactly these bytes. A server may hold several, one on each line,
 * while one key takes the place of another.
 *
 * @param signatures base64, as in `latest-linux.yml.sig`
 */
export function isSigned(bytes: Uint8Array, signatures: string, key: string): boolean {
  const publicKey = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
  if (publicKey.asymmetricKeyType !== 'ed25519') return false;
  return signatures
    .split(/\r?\n/, 4)
    .filter((line) => /^[A-Za-z0-9+/]{86}==$/.test(line))
    .some((line) => verify(null, bytes, publicKey, Buffer.from(line, 'base64')));
}

/**
 * Reads a description. Nothing of it is looked at before its signature is found right.
 *
 * @throws AppError `update_untrusted`, `update_outdated`
 */
export function readDescription(
  bytes: Uint8Array,
  signatures: string,
  expected: ExpectedDescription,
): UpdateDescription {
  const { key, file, channel, host, now, newestSeen } = expected;
  if (!isSigned(bytes, signatures, key)) throw new AppError('update_untrusted', { reason: 'signature' });
  const description = parse(bytes);
  const { product, file: ownFile, channel: ownChannel, signedAt, expires } = description.sightglass;
  if (product !== PRODUCT) throw new AppError('update_untrusted', { reason: 'product', product });
  if (ownFile !== file || ownChannel !== channel) {
    throw new AppError('update_untrusted', { reason: 'file', file: ownFile });
  }
  for (const date of [signedAt, description.releaseDate]) {
    if (date < EARLIEST || date > now + DATE_TOLERANCE_MS) {
      throw new AppError('update_untrusted', { reason: 'date', date: dayOf(date) });
    }
  }
  if (signedAt < newestSeen) throw new AppError('update_untrusted', { reason: 'replayed', date: dayOf(signedAt) });
  if (now >= expires) throw new AppError('update_outdated', { host, until: dayOf(expires) });
  return description;
}

const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

/** JSON, which is YAML as well: a parser of YAML has anchors, tags and second meanings that nobody needs here. */
function parse(bytes: Uint8Array): UpdateDescription {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new AppError('update_untrusted', { reason: 'shape', fault: 'JSON' });
  }
  const parsed = Shape.safeParse(value);
  if (parsed.success) return parsed.data;
  const fault = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new AppError('update_untrusted', { reason: 'shape', fault });
}
