/** How a request of the contract is described. */
import { z } from '../zod.ts';

export interface RequestDefinition {
  readonly input: z.ZodType;
  /** What is not named here is stripped from the answer. */
  readonly output: z.ZodType;
  /** Whether it changes something that outlives the window; such requests are refused while the program is closing. */
  readonly changes: boolean;
}

export const nothing = z.undefined();
export const id = z.uuid();
