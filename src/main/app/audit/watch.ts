/** Turns what happens in the program into records of the trail: the one place that knows both. */
import type { ChecksView } from '../../../shared/checks.ts';
import type { DoctorView } from '../../../shared/doctor.ts';
import { type AppError, codeOf } from '../../../shared/errors.ts';
import { isServiceAccount } from '../../../shared/profile/connection-rules.ts';
import type { Profile } from '../../../shared/profile/profile.ts';
import { sigmaOrigin } from '../../../shared/profile/sigma.ts';
import type { Tell } from '../../audit/events.ts';
import type { Grant } from '../../oauth/grants/grant.ts';
import type { GrantEvent } from '../../oauth/grants/grant-events.ts';
import type { Profiles } from '../../settings/profiles.ts';
import type { SignedSession, Signer, SignRequest } from '../../sigma/signer.ts';
import type { Alarm } from '../alarms/alarm-rules.ts';
import type { Download, DownloadSource } from '../downloads/download-parts.ts';
import type { Led } from '../links/open-by-link.ts';
import { profileChanges } from '../profiles/profile-changes.ts';
import type { ProgramOptions } from '../program-options.ts';

/** Named as features call them, so that whoever is given all of them calls the right one. */
export interface AuditWatch {
  /** To be told before anybody who acts upon it. */
  grantEvent(event: GrantEvent): void;
  onSignInFailed(connectionId: string, error: AppError): void;
  onDownloadEnded(download: Download): void;
  onDownloadRefused(source: DownloadSource, kind: string): void;
  onPictureTaken(source: Pick<DownloadSource, 'profileId' | 'title'>, how: 'copied' | 'printed'): void;
  onChecksEnded(profile: string, view: Pick<ChecksView, 'isSaved' | 'phase' | 'checks'>): void;
  onDoctorEnded(profile: string | null, view: Pick<DoctorView, 'phase' | 'checks'>): void;
  onReportSaved(report: { readonly file: string; readonly withNames: boolean }): void;
  onLinkLed(found: readonly Led[], controls: readonly string[], isAsked: boolean): void;
  onLinkRefused(reason: string): void;
  onProfileExported(profile: Profile, hasSecrets: boolean): void;
  onAlarm(event: 'raised' | 'ended', alarm: Alarm): void;
  /** As the program makes them, and it tells of what it signs. */
  readonly createSigner: ProgramOptions['createSigner'];
  /** The same profiles, which tell of their changes. */
  readonly profiles: Profiles;
}

interface Who {
  readonly platformUser: string | null;
  readonly platformId: string | null;
}

const nobody: Who = { platformUser: null, platformId: null };
const whoIs = ({ person, subject }: Grant): Who => ({
  platformUser: person?.userName ?? null,
  platformId: person?.id ?? subject,
});

export function createAuditWatch(tell: Tell, watched: Pick<ProgramOptions, 'profiles' | 'createSigner'>): AuditWatch {
  const { profiles } = watched;
  /** Who was signed in last: a grant that ended says it no more. */
  const people = new Map<string, Who>();

  const nameOf = (profileId: string): { profileId: string; profile: string } => ({
    profileId,
    profile: profiles.find(profileId)?.name ?? '',
  });

  const connectionOf = (connectionId: string) => findConnection(profiles, connectionId);
  const aboutPerson = (connectionId: string, who = people.get(connectionId) ?? nobody) => {
    const { ofConnection, isService } = connectionOf(connectionId);
    return { ...ofConnection, ...who, isServiceAccount: isService };
  };

  function grantEvent(event: GrantEvent): void {
    if ('grant' in event) people.set(event.grant.connectionId, whoIs(event.grant));
    switch (event.kind) {
      case 'adopted': {
        const { connectionId, scopes, expiresAt } = event.grant;
        tell('sign-in.done', { ...aboutPerson(connectionId), scopes, tokenExpiresAt: expiresAt });
        break;
      }
      case 'restored':
      case 'renewed': {
        const { connectionId, expiresAt } = event.grant;
        const name = event.kind === 'renewed' ? 'renewal.done' : 'sign-in.taken-up';
        tell(name, { ...aboutPerson(connectionId), tokenExpiresAt: expiresAt });
        break;
      }
      case 'renewal-failed':
      case 'ended': {
        const name = event.kind === 'ended' ? 'sign-in.ended' : 'renewal.failed';
        tell(name, { ...aboutPerson(event.connectionId), code: event.problem.code });
        break;
      }
      case 'forgotten':
        tell('sign-out.done', aboutPerson(event.connectionId));
        people.delete(event.connectionId);
    }
  }

  const ofDownload = ({ profileId, title }: Pick<DownloadSource, 'profileId' | 'title'>) => ({
    ...nameOf(profileId),
    workbook: title,
  });

  return {
    grantEvent,
    onSignInFailed: (connectionId, error) =>
      tell('sign-in.refused', { ...connectionOf(connectionId).ofConnection, code: error.code }),
    onDownloadEnded({ source, view }) {
      const what = { ...ofDownload(source), file: view.name };
      if (view.status === 'done') tell('download.done', { ...what, bytes: view.receivedBytes });
      else if (view.error) tell('download.failed', { ...what, code: view.error.code });
    },
    onPictureTaken: (source, how) => tell(`picture.${how}`, ofDownload(source)),
    onDownloadRefused: (source, kind) => tell('download.refused', { ...ofDownload(source), kind }),
    onChecksEnded: (profile, view) => tell('check.ended', { profile, isSaved: view.isSaved, ...endedAs(view) }),
    onDoctorEnded: (profile, view) => tell('doctor.run', { profile, ...endedAs(view) }),
    onReportSaved: ({ file, withNames }) => tell('doctor.report-saved', { file, withNames }),
    onLinkLed: (found, controls, isAsked) =>
      tell('link.followed', {
        profiles: [...new Set(found.map(({ profile }) => profile))],
        workbooks: found.flatMap(({ workbook }) => workbook ?? []),
        controls: [...controls],
        isAsked,
      }),
    onAlarm: (event, alarm) => tellOfAlarm(tell, profiles, event, alarm),
    onLinkRefused: (reason) => tell('link.refused', { reason }),
    onProfileExported: ({ id, name }, hasSecrets) =>
      tell('profile.exported', { profileId: id, profile: name, hasSecrets }),
    createSigner: (embedSecret) => watchedSigner(tell, watched.createSigner(embedSecret), profiles, people),
    profiles: watchedProfiles(tell, profiles),
  };
}

const endedAs = ({ phase, checks }: Pick<ChecksView, 'phase' | 'checks'>) => {
  const ended = (outcome: string) =>
    checks.filter(({ result }) => result?.outcome === outcome).map(({ check }) => check);
  return { isCancelled: phase === 'cancelled', failed: ended('failed'), warned: ended('warning') };
};

function tellOfAlarm(tell: Tell, profiles: Profiles, event: 'raised' | 'ended', alarm: Alarm): void {
  const { id, kind, reason, since } = alarm;
  const connectionId = alarm.connectionId ?? '';
  const profileId = alarm.profileId ?? '';
  const { ofConnection } = findConnection(profiles, connectionId);
  const ofProfile = { profileId, profile: profiles.find(profileId)?.name ?? '' };
  const about = { ...ofConnection, ...ofProfile, alarmId: id, alarm: kind, reason };
  if (event === 'raised') tell('alarm.raised', about);
  else tell('alarm.ended', { ...about, since });
}

/** What a connection and its profile are called; one that is gone, by its id alone. */
function findConnection(profiles: Pick<Profiles, 'all'>, connectionId: string) {
  for (const profile of profiles.all()) {
    const connection = profile.connections.find(({ id }) => id === connectionId);
    if (!connection) continue;
    const { label, server } = connection;
    return {
      ofConnection: {
        profileId: profile.id,
        profile: profile.name,
        connectionId,
        connection: label,
        provider: server.provider,
      },
      isService: isServiceAccount(connection),
    };
  }
  const ofConnection = { profileId: '', profile: '', connectionId, connection: '', provider: '' };
  return { ofConnection, isService: false };
}

function watchedSigner(tell: Tell, signer: Signer, profiles: Profiles, people: ReadonlyMap<string, Who>): Signer {
  return {
    ...signer,
    async sign(request) {
      const ofProfile = { profileId: request.profileId, profile: profiles.find(request.profileId)?.name ?? '' };
      const session = await signer.sign(request).catch((error: unknown) => {
        tell('session.refused', { ...ofProfile, code: codeOf(error) });
        throw error;
      });
      tell('session.signed', { ...ofProfile, ...signedData(request, session, profiles, people) });
      return session;
    },
  };
}

function watchedProfiles(tell: Tell, profiles: Profiles): Profiles {
  return {
    ...profiles,
    async keep(profile, options) {
      const before = profiles.find(profile.id);
      await profiles.keep(profile, options);
      if (before) return tellOfChange(tell, before, profile);
      const { id, name, embedClientId } = profile;
      tell('profile.created', { profileId: id, profile: name, sigma: sigmaOrigin(profile) ?? '', embedClientId });
    },
    async remove(profileId) {
      const profile = profiles.find(profileId)?.name ?? '';
      await profiles.remove(profileId);
      tell('profile.removed', { profileId, profile });
    },
  };
}

/** The names of what changed alone: values may be addresses and people. */
function tellOfChange(tell: Tell, before: Profile, after: Profile): void {
  const fields = new Set<string>(profileChanges(before, after).map(({ field }) => field));
  if (before.name !== after.name) fields.add('name');
  // What is not asked about is a change all the same.
  if (fields.size === 0 && JSON.stringify(before) !== JSON.stringify(after)) fields.add('other');
  if (fields.size > 0) tell('profile.changed', { profileId: after.id, profile: after.name, changes: [...fields] });
}

/** What was signed, without tokens and without the address that is good for a load. */
function signedData(
  { profileId, workbookUrl, grants }: SignRequest,
  { claims }: SignedSession,
  profiles: Pick<Profiles, 'find'>,
  people: ReadonlyMap<string, Who>,
) {
  const { host, pathname } = new URL(workbookUrl);
  const profile = profiles.find(profileId);
  const workbook = profile?.workbooks.find(({ url }) => pathname.startsWith(new URL(url).pathname));
  const grantsEnd = Math.min(...grants.map(({ expiresAt }) => expiresAt));
  const connections = profile?.connections ?? [];
  return {
    jti: claims.jti,
    sigmaUser: claims.sub,
    platformUsers: [...new Set(connections.flatMap(({ id }) => people.get(id)?.platformUser ?? []))],
    connections: connections.map(({ label }) => label),
    accountType: claims.account_type ?? null,
    teams: [...(claims.teams ?? [])],
    attributes: Object.entries(claims.user_attributes ?? {}).map(([name, value]) => `${name}=${value}`),
    tenant: claims.tenant ?? null,
    embedClientId: claims.iss,
    evalConnectionId: claims.eval_connection_id ?? null,
    sigmaConnectionIds: Object.keys(claims.connection_oauth_tokens ?? {}),
    hasOrganisationToken: claims.oauth_token !== undefined,
    document: host + pathname,
    workbook: workbook?.title ?? null,
    issuedAt: claims.iat * 1_000,
    endsAt: claims.exp * 1_000,
    grantsEndAt: grants.length > 0 ? grantsEnd : null,
    endsWithinGrants: claims.exp * 1_000 <= grantsEnd,
  };
}
