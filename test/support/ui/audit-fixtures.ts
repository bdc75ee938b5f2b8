/** The audit trail of an ordinary day, as the page is answered. */
import type { AuditAnswer, AuditEntry, AuditVerdict } from '../../../src/shared/ipc/audit.ts';

const minute = 60_000;
const profile = { profileId: 'p', profile: 'Finance' };
const person = {
  ...profile,
  connectionId: 'c',
  connection: 'Lakehouse',
  provider: 'databricks',
  isServiceAccount: false,
  platformUser: 'ada.moreno@example.com',
  platformId: '7001',
};
const session = {
  ...profile,
  jti: '0b0c4cc1-65e0-4a3e-9d6a-6f2a5f1f6b11',
  sigmaUser: 'ada.moreno@example.com',
  platformUsers: ['ada.moreno@example.com'],
  connections: ['Lakehouse'],
  accountType: 'View',
  teams: ['Finance'],
  attributes: [],
  tenant: null,
  document: 'app.sigmacomputing.com/acme/workbook/Revenue-1aB',
  workbook: 'Revenue',
  issuedAt: '2026-01-02T10:00:00.000Z',
  endsAt: '2026-01-02T10:59:00.000Z',
  grantsEndAt: '2026-01-02T10:59:00.000Z',
  endsWithinGrants: true,
};

const happened: readonly (readonly [event: string, data: AuditEntry['data']])[] = [
  ['program.started', { version: '0.1.0', system: 'linux x64' }],
  ['profile.created', { ...profile, sigma: 'https://app.sigmacomputing.com', embedClientId: 'e' }],
  ['sign-in.refused', { ...person, code: 'authorization_denied' }],
  ['sign-in.done', { ...person, scopes: ['sql', 'offline_access'], tokenExpiresAt: '2026-01-02T11:00:00.000Z' }],
  ['session.signed', session],
  ['download.done', { ...profile, workbook: 'Revenue', file: 'Revenue 2026-01-02.csv', bytes: 48_211 }],
  ['link.refused', { reason: 'unknown' }],
  ['renewal.done', { ...person, tokenExpiresAt: '2026-01-02T12:00:00.000Z' }],
  ['sign-out.done', person],
];

/** As many as there is to scroll, the newest first. */
export const auditAnswer = (now: number): AuditAnswer => ({
  entries: Array.from({ length: 27 }, (_, index) => {
    const seq = 27 - index;
    const [event = '', data = {}] = happened[(seq - 1) % happened.length] ?? [];
    return { seq, at: now - index * 7 * minute, event, data };
  }),
  hasMore: true,
  isOn: true,
  setByAdministrator: false,
  problem: null,
  outlets: [{ id: 'collector', problem: null, waiting: 0, dropped: 0 }],
});

export const auditVerdict = (now: number): AuditVerdict => ({
  fault: null,
  records: 127,
  lastAt: now,
  marks: 0,
  seal: 'sealed',
});
