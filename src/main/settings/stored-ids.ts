/** A list of ids as a file has it: what is none, as of a later version, costs itself and no other. */
import { z } from '../../shared/zod.ts';

const LONGEST = 128;
/** More nobody has. */
const MOST = 1_024;

const isId = (one: unknown): one is string => typeof one === 'string' && one.length <= LONGEST;

export const StoredIds = z
  .array(z.unknown())
  .max(MOST)
  .catch([])
  .transform((found) => found.filter(isId));
