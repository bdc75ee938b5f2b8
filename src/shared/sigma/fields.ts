/**
 * The kinds of fields in Sigma's messages, each with its limits. A page may say anything; what would be too much for a
 * workbook is cut off or left out here, and does not cost the rest of the message.
 */

import { joinValues } from '../profile/control-values.ts';
import { z } from '../zod.ts';

/** More controls than this no workbook has; without a limit a page could fill our memory. */
export const MOST_VARIABLES = 500;
const LONGEST_VALUE = 65_536;

/** Sigma's ids are UUIDs and short words. */
export const SigmaId = z.string().min(1).max(256);
/** It stands for what a person explores. */
export const ExploreKey = z.string().max(4_096);
/** Names of bookmarks and titles of elements. */
export const Name = z.string().max(1_024);
/** What Sigma says in words. */
export const Words = z.string().max(4_096);

/** `undefined` for what is absent, null, or of another kind than expected: one odd field does not cost a message. */
export const optional = <Schema extends z.ZodType>(schema: Schema) => schema.optional().catch(undefined);
/** As `optional`, where null has a meaning of its own. */
export const orNull = <Schema extends z.ZodType>(schema: Schema) => schema.nullable().catch(null);

/**
 * The value of a control as plain text. Sigma's help page calls the values URL-encoded and shows one that is not
 * (`"East,Midwest"`), so both are taken: what does not decode stands as it is.
 */
export function decodeControlValue(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

const Scalar = z.union([z.string().max(LONGEST_VALUE), z.number(), z.boolean()]);

/** The text of one value; null where it is of no kind that a control has. */
function controlValue(value: unknown): string | null {
  if (value === null) return '';
  const scalar = Scalar.safeParse(value);
  if (scalar.success) return typeof scalar.data === 'string' ? decodeControlValue(scalar.data) : String(scalar.data);
  if (!Array.isArray(value)) return null;
  const parts = value.map(controlValue).filter((part) => part !== null);
  const joined = joinValues(parts);
  return parts.length < value.length || joined.length > LONGEST_VALUE ? null : joined;
}

/** The values of controls by control id. Several values of one control are separated by commas. */
export const Variables = z
  .record(z.string(), z.unknown())
  .refine((record) => Object.keys(record).length <= MOST_VARIABLES)
  .transform((record) =>
    Object.fromEntries(
      Object.entries(record).flatMap(([id, value]): [string, string][] => {
        const text = id.length <= 1_024 ? controlValue(value) : null;
        return text === null ? [] : [[id, text]];
      }),
    ),
  );
export type Variables = Readonly<Record<string, string>>;

/** What an author's action carries, and what a selected cell holds: texts, numbers, and lists of them. */
export type PlainValue = string | number | boolean | null | readonly PlainValue[];

const MOST_VALUES = 200;

function plainValue(value: unknown, depth: number): PlainValue | undefined {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
  if (typeof value === 'string') return value.slice(0, 4_096);
  if (!Array.isArray(value) || depth === 0) return undefined;
  return value.slice(0, MOST_VALUES).map((item) => plainValue(item, depth - 1) ?? null);
}

/** Values by key; those of another kind are left out. */
export const PlainValues = z.record(z.string(), z.unknown()).transform((record) => {
  const entries = Object.entries(record).slice(0, MOST_VALUES);
  return Object.fromEntries(
    entries.flatMap(([key, value]): [string, PlainValue][] => {
      const plain = key.length <= 256 ? plainValue(value, 2) : undefined;
      return plain === undefined ? [] : [[key, plain]];
    }),
  );
});
export type PlainValues = Readonly<Record<string, PlainValue>>;
