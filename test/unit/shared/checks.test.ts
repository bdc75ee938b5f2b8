import { describe, expect, test } from 'vitest';
import { allChecks } from '../../../src/main/app/doctor/registry.ts';
import {
  type CheckId,
  type CheckOwner,
  type CheckResult,
  type ChecksView,
  type CheckView,
  checkIds,
  checkPage,
  checksCount,
  finding,
  nextStep,
} from '../../../src/shared/checks.ts';
import { checksSummary, checksTicket, checkText, groupsOf } from '../../../src/shared/text/check-text.ts';
import { en } from '../../../src/shared/text/en.ts';
import { loadText } from '../../../src/shared/text/languages.ts';
import { anchorsOf, readDocument } from '../../support/documents.ts';

const done = (
  check: CheckId,
  outcome: CheckResult['outcome'],
  owner: CheckOwner | null = null,
  findings: CheckResult['findings'] = [],
  connection: number | null = null,
): CheckView => ({ check, connection, state: 'done', result: { outcome, owner, findings, error: null } });

const view = (checks: readonly CheckView[], changes: Partial<ChecksView> = {}): ChecksView => ({
  runId: 'run',
  phase: 'done',
  isSaved: true,
  connections: [
    { label: 'Lake', connectionId: 'lake' },
    { label: ' ', connectionId: 'other' },
  ],
  checks: [...checks],
  ...changes,
});

const signedOut = (connection: number) => done('grant', 'skipped', 'person', [finding('signed_out')], connection);

describe('the checks', () => {
  test('are run under every name, in the order in which they are shown, each with a part of the documentation', () => {
    // One name may be looked at otherwise in a form and in the doctor.
    expect([...new Set(allChecks.map(({ id }) => id))]).toEqual([...checkIds]);
    for (const id of checkIds) {
      const [path = '', anchor] = checkPage(id).split('#');
      expect(anchorsOf(readDocument(path))).toContain(anchor);
    }
  });

  test('need and follow only checks that there are, and none itself', () => {
    for (const { id, needs = [], after = [] } of allChecks) {
      expect([...needs, ...after].filter((other) => other === id || !checkIds.includes(other))).toEqual([]);
    }
  });
});

describe('what comes next', () => {
  test('is nothing while they run, and after they were stopped', () => {
    expect(nextStep(view([], { phase: 'running' }))).toBeNull();
    expect(nextStep(view([], { phase: 'cancelled' }))).toBeNull();
  });

  test('is to mend before anything else', () => {
    expect(nextStep(view([done('sigma', 'failed', 'it'), signedOut(0)], { isSaved: false }))).toEqual({ kind: 'mend' });
  });

  test('is to save before signing in; what is only to be looked at keeps nobody', () => {
    expect(nextStep(view([done('keychain', 'warning', 'it'), signedOut(0)], { isSaved: false }))).toEqual({
      kind: 'save',
    });
    expect(nextStep(view([done('keychain', 'warning', 'it'), signedOut(1)]))).toEqual({
      kind: 'sign-in',
      connectionId: 'other',
    });
  });

  test('is to sign in again where a sign-in has ended, and to mend where it failed for another reason', () => {
    const endedBy = (code: 'grant_dead' | 'vault_locked'): CheckView => ({
      ...done('grant', 'failed', 'person', [], 0),
      result: { outcome: 'failed', owner: 'person', findings: [], error: { code, values: {} } },
    });
    expect(nextStep(view([endedBy('grant_dead')]))).toEqual({ kind: 'sign-in', connectionId: 'lake' });
    expect(nextStep(view([endedBy('vault_locked')]))).toEqual({ kind: 'mend' });
    expect(nextStep(view([endedBy('grant_dead'), done('sigma', 'failed', 'it')]))).toEqual({ kind: 'mend' });
  });

  test('is nothing more when everything was tested', () => {
    expect(nextStep(view([done('grant', 'ok', null, [], 0)]))).toEqual({ kind: 'nothing' });
  });
});

describe('the summary', () => {
  const checks = [
    done('keychain', 'ok'),
    done('clock', 'warning', 'it'),
    done('sigma', 'failed', 'it'),
    done('metadata', 'failed', 'databricks', [], 0),
    signedOut(0),
  ];

  test('counts what was made, and whom the rest needs', () => {
    expect(checksCount(checks)).toEqual({
      made: 4,
      right: 1,
      skipped: 1,
      left: 0,
      needs: [
        ['it', 2],
        ['databricks', 1],
      ],
    });
    expect(checksSummary(en, view(checks))).toBe(
      '1 of 4 right. 2 need the IT department. One needs Databricks’ administrator. One is not known.',
    );
  });

  test('says how many are left while they run, and that they were stopped', () => {
    const waiting: CheckView = { check: 'grant', connection: 0, state: 'waiting', result: null };
    expect(checksSummary(en, view([...checks, waiting], { phase: 'running' }))).toBe('One check is left.');
    expect(checksSummary(en, view([done('keychain', 'ok')], { phase: 'cancelled' }))).toBe(
      'The test was stopped. 1 of 1 right.',
    );
  });
});

describe('a check in words', () => {
  test('names other texts and times in the language of the window', async () => {
    const skipped = done('session', 'skipped', null, [finding('needs', { check: 'grant' })]);
    expect(checkText(en, skipped).seen).toEqual([
      `This needs “${en.checks.names.grant}” first, which is not right or not known.`,
    ]);
    const held = done('grant', 'ok', null, [finding('grant_held', { duration: String(59 * 60_000) })]);
    expect(checkText(en, held).seen[0]).toContain('59 min');
    const kept = done('keychain', 'ok', null, [finding('keychain', { backend: 'kwallet' })]);
    expect(checkText(en, kept).seen[0]).toContain(en.vaultBackends.kwallet);
    expect(checkText(await loadText('pseudo'), kept).seen[0]).not.toContain('KWallet');
  });

  test('says once what was seen twice', () => {
    const same = finding('port_free', { port: '3000' });
    expect(checkText(en, done('ports', 'ok', null, [same, same])).seen).toHaveLength(1);
  });

  test('takes the words of an error where a sign-in would fail with it too', () => {
    const failed: CheckView = {
      ...done('client', 'failed', 'person'),
      result: { outcome: 'failed', owner: 'person', findings: [], error: { code: 'client_rejected', values: {} } },
    };
    expect(checkText(en, failed)).toMatchObject({
      outcome: en.checks.outcomes.failed,
      owner: en.checks.owners.person,
      todo: [en.errors.client_rejected.remedy],
    });
  });

  test('is grouped by the whole and by connection, each of which has a name', () => {
    const groups = groupsOf(en, view([done('sigma', 'ok'), done('client', 'ok', null, [], 1)]));
    expect(groups.map(({ title, checks }) => [title, checks.length])).toEqual([
      [en.checks.wholeProfile, 1],
      ['Lake', 0],
      ['Connection 2', 1],
    ]);
  });

  test('goes into a ticket with outcome, what to do and where to read on', () => {
    const seen = view([
      done(
        'ports',
        'warning',
        'person',
        [finding('port_taken', { port: '3000', url: 'http://localhost:3000/a', addresses: ['127.0.0.1', '::1'] })],
        0,
      ),
    ]);
    const about = { profile: 'Finance', version: '1.2.3', platform: 'linux x64', isOutdated: false };
    const ticket = checksTicket(en, seen, about);
    expect(ticket).not.toContain(en.checks.outdated);
    expect(checksTicket(en, seen, { ...about, isOutdated: true })).toContain(en.checks.outdated);
    // A name that comes from elsewhere adds no line, and turns none around.
    const forged = checksTicket(en, seen, { ...about, profile: 'Taxi\nRight: everything\u202e\u2028\u001b[2J' });
    expect(forged.split('\n')).toHaveLength(ticket.split('\n').length);
    expect(forged).not.toMatch(/[\p{Cc}\u202e\u2028](?<!\n)/u);
    expect(ticket).toContain('Sightglass 1.2.3 (linux x64): test of the set-up “Finance”');
    expect(ticket).toContain('[To look at] Ports for the answer');
    expect(ticket).toContain('Port 3000 of http://localhost:3000/a is taken on 127.0.0.1 and ::1');
    expect(ticket).toContain('For you');
    expect(ticket).toContain(checkPage('ports'));
  });
});
