/** What windows show of the program itself: what was built, who manages it, what it keeps of crashes, what is new. */
import { z } from './zod.ts';

/** Milliseconds since the epoch. */
const Instant = z.number();

/**
 * `release`: for people, from the official Electron. `not-a-release`: a package that is none. `tests`: a package that obeys
 * what tests need. `development`: from the sources.
 */
export const BuildKind = z.enum(['release', 'not-a-release', 'tests', 'development']);
export type BuildKind = z.infer<typeof BuildKind>;

export const BuildView = z.object({
  kind: BuildKind,
  /** The whole name of the commit; null where the build does not tell it. */
  commit: z.string().nullable(),
  electron: z.string(),
  chromium: z.string(),
  node: z.string(),
  /** Operating system, its version and the processor, such as `Linux 6.1.0 x64`. */
  system: z.string(),
});
export type BuildView = z.infer<typeof BuildView>;

/**
 * Who helps people with the program in their organisation: nobody where no administrator named one. Main alone has the address
 * as it is opened.
 */
export const HelpView = z.object({
  /** As a person reads it. */
  address: z.string(),
  /** Null where the administrator named nobody. */
  name: z.string().nullable(),
});
export type HelpView = z.infer<typeof HelpView>;

/** Names of keys only: what an administrator set is theirs to tell. */
export const PolicyView = z.object({
  isManaged: z.boolean(),
  keys: z.array(z.string()),
  notUnderstood: z.array(z.string()),
  /** What is wrong with the place as a whole, as a word; null where nothing is known to be. */
  fault: z.string().nullable(),
});
export type PolicyView = z.infer<typeof PolicyView>;

export const CrashReportsView = z.object({
  /** Whether a crash leaves a report; an administrator can switch that off. */
  isOn: z.boolean(),
  kept: z.number(),
  newestAt: Instant.nullable(),
  /** The last run did not come to its end, and left a report. */
  isAfterCrash: z.boolean(),
});
export type CrashReportsView = z.infer<typeof CrashReportsView>;

/** The pages of the About dialog. */
export const AboutPage = z.enum(['program', 'guide', 'news', 'licence', 'notices', 'crashes']);
export type AboutPage = z.infer<typeof AboutPage>;

/** What a version brought, as its part of the changelog says it; plain text, in English. */
export const News = z.object({
  version: z.string(),
  sections: z.array(z.object({ title: z.string(), items: z.array(z.string()) })),
});
export type News = z.infer<typeof News>;

/** A piece of the page for people who look at workbooks; plain text, in English, with `**` around what is strong. */
export const GuideBlock = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('list'), items: z.array(z.string()) }),
  z.object({ kind: z.literal('rows'), head: z.array(z.string()), rows: z.array(z.array(z.string())) }),
]);
export type GuideBlock = z.infer<typeof GuideBlock>;

/** A part of that page; without a title what stands above the first one. */
export const GuidePart = z.object({ title: z.string(), blocks: z.array(GuideBlock) });
export type GuidePart = z.infer<typeof GuidePart>;

/** A package that is part of the program, and under which terms. */
export const ThirdPartyNotice = z.object({
  name: z.string().max(200),
  version: z.string().max(100),
  licence: z.string().max(200),
  text: z.string().max(500_000),
});
export type ThirdPartyNotice = z.infer<typeof ThirdPartyNotice>;
