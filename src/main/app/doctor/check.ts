/** The shape of a check: what it is about, what it needs first, and how it says what it saw. */
import type { CheckFinding, CheckId, CheckOutcome, CheckOwner, CheckResult } from '../../../shared/checks.ts';
import type { AppError } from '../../../shared/errors.ts';
import type { AuthorizationServer } from '../../../shared/profile/servers.ts';
import type { LookedAt } from './doctor-edges.ts';
import { ownerOf } from './owners.ts';
import type { Parts } from './parts.ts';
import type { ConnectionSubject, Subject } from './subject.ts';

interface CheckOf<About> {
  readonly id: CheckId;
  /** Where it looks; left out: in the doctor, and in a test of what a form holds. */
  readonly where?: 'doctor' | 'form';
  /**
   * What has to be right or nearly so before it is worth looking: of the same connection, or, of a check about the whole, of
   * every connection.
   */
  readonly needs?: readonly CheckId[];
  /** What, where it failed, is why this would fail as well: then it is left out. Of the same connection, or of the whole. */
  readonly unless?: readonly CheckId[];
  /** What has to be over, however it ended. */
  readonly after?: readonly CheckId[];
  /**
   * The origins that it asks. Where a check of the network tells what is wrong on the way to one of them, it has nothing to
   * add. Left out: what it asks, if anything, comes after a check that says so.
   */
  asks?(about: About): readonly string[];
  /** In milliseconds; left out: the one of `registry.ts` for its kind. */
  readonly limitMs?: number;
  /** Whether it concerns this set-up at all. Left out: always. */
  concerns?(about: About): boolean;
  /** Never throws for what a server or a set-up does wrong: that is a result. An `AppError` becomes one too. */
  run(about: About, parts: Parts, signal: AbortSignal): Promise<CheckResult>;
}

/** Looks at the whole set-up, once. */
export interface ProfileCheck extends CheckOf<Subject> {
  readonly about: 'profile';
}

/** Looks at each connection. */
export interface ConnectionCheck extends CheckOf<ConnectionSubject> {
  readonly about: 'connection';
}

/** Looks at this computer and at the program, once, whatever the set-up. */
export interface ComputerCheck extends Omit<CheckOf<never>, 'concerns' | 'asks' | 'run'> {
  readonly about: 'computer';
  readonly where: 'doctor';
  /** As that of the others. */
  run(edges: LookedAt, parts: Parts, signal: AbortSignal): Promise<CheckResult>;
}

export type Check = ProfileCheck | ConnectionCheck | ComputerCheck;

const result = (
  outcome: CheckOutcome,
  owner: CheckOwner | null,
  findings: readonly CheckFinding[],
  error: AppError | null = null,
): CheckResult => ({ outcome, owner, findings: [...findings], error: error?.toView() ?? null });

export const right = (...findings: CheckFinding[]): CheckResult => result('ok', null, findings);
export const doubtful = (owner: CheckOwner, ...findings: CheckFinding[]): CheckResult =>
  result('warning', owner, findings);
export const wrong = (owner: CheckOwner, ...findings: CheckFinding[]): CheckResult => result('failed', owner, findings);
/** @param owner who can change that; null where there is nothing to do */
export const unknown = (finding: CheckFinding, owner: CheckOwner | null = null): CheckResult =>
  result('skipped', owner, [finding]);

/** What a sign-in or a load would fail with as well. @param server where it happened, for who must act there */
export const failedWith = (
  error: AppError,
  server: AuthorizationServer | null,
  ...findings: CheckFinding[]
): CheckResult => result('failed', ownerOf(error.code, server), findings, error);

/** What a sign-in would be told of, and goes on with. */
export const warnedOf = (owner: CheckOwner, error: AppError, ...findings: CheckFinding[]): CheckResult =>
  result('warning', owner, findings, error);
