/** What the audit trail records of a day at the stand-ins: who, through what, until when, and nothing that could be used. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AuditRecord, parseLine } from '../../../src/main/audit/chain.ts';
import { noPolicy } from '../../../src/main/settings/policy/policy.ts';
import { type DemoServices, startDemoServices } from '../../../standins/demo-services.ts';
import { allLines, newFolder } from '../../support/audit-trail.ts';
import { freePorts } from '../../support/driver/free-ports.ts';
import { openProgramOverStandIns } from '../../support/program-over-stand-ins.ts';
import { createFakeStore } from '../../support/vault-fakes.ts';

const here = { windowId: 'window', kind: 'viewer' } as const;
let services: DemoServices;
beforeAll(async () => {
  const redirectUris = (await freePorts(1)).map((port) => `http://localhost:${port}/auth/databricks/callback`);
  services = await startDemoServices({ redirectUris });
});
afterAll(() => services.stop());

test('a set-up, a test of it, a sign-in, sessions, links and a sign-out, each with what joins it to other audits', async () => {
  const folder = await newFolder();
  const program = await openProgramOverStandIns({
    audit: {
      folder,
      store: createFakeStore(),
      policy: noPolicy,
      policyFault: null,
      systemLog: () => null,
      chooseFile: async () => null,
    },
  });
  const draft = services.drafts.profile({ connections: [services.drafts.databricks({ publicClient: true })] });
  const profile = await program.save({ ...draft, name: 'Finance' });
  await program.test({ ...draft, name: 'Finance' });
  const [workbook] = profile.workbooks;
  const [connection] = profile.connections;
  if (!workbook || !connection) throw new Error('The stand-ins have no workbook.');
  await program.signIn(profile);
  const { url, details } = await program.open(workbook.id);
  const there = `profile=Finance&workbook=${encodeURIComponent(workbook.title)}`;
  await program.openLink(`sightglass://open?${there}&c.Region=a%20very%20private%20value`);
  await program.openLink('sightglass://open?profile=Nobody');
  await program.handlers['grants.renew']({ connectionId: connection.id }, here);
  await program.handlers['grants.signOut']({ profileId: profile.id }, here);
  await program.handlers['profiles.remove']({ profileId: profile.id }, here);
  await program.close();

  const lines = await allLines(folder);
  const records = lines.map(parseLine);
  expect(records).not.toContain(null);
  const data = (event: string): AuditRecord['data'] => {
    const found = records.find((record) => record?.event === event);
    if (!found) throw new Error(`There is no ${event} among ${records.map((record) => record?.event).join(', ')}.`);
    return found.data;
  };
  const ofPerson = { profile: 'Finance', connectionId: connection.id, provider: 'databricks', isServiceAccount: false };
  for (const event of ['sign-in.done', 'renewal.done', 'sign-out.done']) {
    expect(data(event), event).toMatchObject({ ...ofPerson, platformUser: 'ada.moreno@example.com' });
  }
  const { claims } = details;
  expect(data('session.signed')).toMatchObject({
    jti: claims.jti,
    sigmaUser: claims.sub,
    platformUsers: ['ada.moreno@example.com'],
    embedClientId: claims.iss,
    workbook: workbook.title,
    endsAt: new Date(Number(claims.exp) * 1_000).toISOString(),
    endsWithinGrants: true,
  });
  expect(data('profile.created')).toMatchObject({ profileId: profile.id, profile: 'Finance' });
  expect(data('profile.removed')).toMatchObject({ profileId: profile.id, profile: 'Finance' });
  expect(data('check.ended')).toMatchObject({ profile: 'Finance', isCancelled: false, failed: expect.any(Array) });
  expect(data('link.followed')).toEqual({
    profiles: ['Finance'],
    workbooks: [workbook.title],
    controls: ['Region'],
    isAsked: true,
  });
  expect(data('link.refused').reason).toEqual(expect.any(String));

  // Neither as it is, nor encrypted, nor as what a link would filter by.
  const text = lines.join('\n');
  const token = new URL(url).searchParams.get(':jwt') ?? '';
  expect(token).not.toBe('');
  for (const secret of [token, url, services.sigma.embedClient.secret, 'a very private value', 'eyJ']) {
    expect(text).not.toContain(secret);
  }
  const [first] = lines;
  expect(first).toContain(`"prev":"${'0'.repeat(64)}"`);
  // As the documents say how it is computed.
  const { hash, ...body } = JSON.parse(first ?? '') as AuditRecord;
  const canonical = (first ?? '').replace(`"hash":"${hash}",`, '');
  expect(createHash('sha256').update(`${body.prev}\n${canonical}`).digest('hex')).toBe(hash);
});
