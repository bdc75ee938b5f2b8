/** Signs a session for a pane: fresh grants, the person behind them, and the signer. */
import { AppError } from '../../../shared/errors.ts';
import type { Connection } from '../../../shared/profile/connection.ts';
import { tokenUseOf } from '../../../shared/profile/connection-rules.ts';
import {
  type Appearance,
  addressOf,
  controlsOf,
  type PlaceOnScreen,
  parametersOf,
} from '../../../shared/profile/embed-parameters.ts';
import type { Profile, Workbook } from '../../../shared/profile/profile.ts';
import type { SessionDetails } from '../../../shared/state.ts';
import { requireSecureUrl } from '../../net/server-url.ts';
import type { Grant } from '../../oauth/grants/grant.ts';
import type { GrantKeeper } from '../../oauth/grants/grant-keeper.ts';
import type { Profiles } from '../../settings/profiles.ts';
import type { Signer } from '../../sigma/signer.ts';
import type { SignedSession } from '../../viewer/guest.ts';
import type { PaneTarget } from '../../viewer/pane-target.ts';
import type { UrlPlace } from '../../viewer/url-place.ts';
import { embedUserOf } from './embed-user.ts';
import type { Partitions } from './partitions.ts';

export interface WorkbookSessionsOptions {
  readonly profiles: Pick<Profiles, 'all' | 'find'>;
  readonly keeper: Pick<GrantKeeper, 'fresh' | 'view'>;
  readonly signer: Pick<Signer, 'sign'>;
  readonly partitions: Pick<Partitions, 'of'>;
  /** Whether plain http to this computer is acceptable (tests and demo). */
  readonly allowLoopbackHttp: boolean;
  /** How the app looks and speaks now, for workbooks that follow it. */
  appearance(): Appearance;
}

export interface WorkbookSessions {
  /** What a window needs to show a workbook. @throws AppError `profile_missing` */
  targetOf(workbookId: string, windowId: string): PaneTarget;
  /**
   * Signs a session for what a pane shows.
   *
   * @param place where the load begins; what it does not name is as the workbook's options have it
   * @throws AppError `profile_missing`, `insecure_server`, `identity_unknown`, `people_differ`, `claim_missing`,
   * `secret_missing`, `grant_missing`, naming every connection that is still to be signed in to, and what else the grant
   * keeper throws
   */
  sign(target: PaneTarget, place: UrlPlace): Promise<SignedSession>;
  /** What was signed and every clock that runs on it, without anything that could be used. */
  details(target: PaneTarget, session: SignedSession): SessionDetails;
}

export function createWorkbookSessions(options: WorkbookSessionsOptions): WorkbookSessions {
  const { profiles, keeper, signer, partitions, allowLoopbackHttp } = options;

  /** @throws AppError `profile_missing` */
  function workbookOf(target: PaneTarget): { readonly profile: Profile; readonly workbook: Workbook } {
    const profile = profiles.find(target.profileId);
    const workbook = profile?.workbooks.find(({ id }) => id === target.workbookId);
    if (!profile || !workbook) throw new AppError('profile_missing', { reason: 'workbookRemoved' });
    return { profile, workbook };
  }

  /** A workbook needs all connections of its profile: those for its data, and those that say who the person is. */
  async function heldGrants(profile: Profile): Promise<{ connection: Connection; grant: Grant }[]> {
    const ask = () => Promise.allSettled(profile.connections.map((connection) => keeper.fresh(connection.id)));
    await ask();
    // While one was renewed, the last minute of another may have begun. What is fresh costs nothing to ask for again.
    const outcomes = await ask();
    const isMissing = (outcome: PromiseSettledResult<Grant> | undefined) =>
      outcome?.status === 'rejected' && outcome.reason instanceof AppError && outcome.reason.code === 'grant_missing';
    const missing = profile.connections.filter((_, index) => isMissing(outcomes[index])).map(({ label }) => label);
    if (missing.length > 0) throw new AppError('grant_missing', { reason: 'connections', connections: missing });
    return profile.connections.map((connection, index) => {
      const outcome = outcomes[index];
      if (outcome?.status !== 'fulfilled') throw outcome?.reason;
      return { connection, grant: outcome.value };
    });
  }

  return {
    targetOf(workbookId, windowId) {
      for (const profile of profiles.all()) {
        const workbook = profile.workbooks.find(({ id }) => id === workbookId);
        if (!workbook) continue;
        return {
          windowId,
          profileId: profile.id,
          workbookId,
          title: workbook.title,
          partition: partitions.of(profile.id),
          sigmaOrigin: new URL(workbook.url).origin,
          refresh: workbook.refresh,
          workbookPath: new URL(addressOf(workbook, {})).pathname,
        };
      }
      throw new AppError('profile_missing', { reason: 'workbookRemoved' });
    },

    async sign(target, place) {
      const { profile, workbook } = workbookOf(target);
      requireSecureUrl(workbook.url, { allowLoopbackHttp });
      const onScreen = onScreenOf(workbook, place);
      const held = await heldGrants(profile);
      return signer.sign({
        profileId: profile.id,
        embedClientId: profile.embedClientId,
        workbookUrl: addressOf(workbook, onScreen),
        user: embedUserOf(profile, held),
        tenant: profile.tenant,
        evalConnectionId: profile.evalConnectionId,
        sessionSeconds: profile.sessionSeconds,
        grants: held.map(({ connection, grant }) => ({
          use: tokenUseOf(connection),
          accessToken: grant.accessToken,
          expiresAt: grant.expiresAt,
        })),
        parameters: { ...parametersOf(workbook.options, onScreen, options.appearance()), ...heightOf(target) },
        controls: controlsOf(workbook.options, onScreen),
        placeControls: onScreen.controls ?? [],
      });
    },

    details(target, session) {
      const profile = profiles.find(target.profileId);
      const workbook = profile?.workbooks.find((candidate) => candidate.id === target.workbookId);
      const clocks = (profile?.connections ?? []).flatMap(({ id, label: connection }): SessionDetails['clocks'] => {
        const { expiresAt, renewsAt } = keeper.view(id);
        return [
          ...(expiresAt === null ? [] : [{ what: 'token-expires' as const, connection, at: expiresAt }]),
          ...(renewsAt === null ? [] : [{ what: 'sign-in-renews' as const, connection, at: renewsAt }]),
        ];
      });
      return {
        header: { ...session.header },
        claims: withoutTokens(session.claims),
        workbookUrl: workbook?.url ?? '',
        clocks: [{ what: 'session-ends', connection: null, at: session.expiresAt }, ...clocks],
      };
    },
  };
}

/**
 * The place in terms of the workbook's options. The profile says on which server a load begins, whatever a page said of
 * its path, which begins with a slash and was written anew from parts that are known (`document-path.ts`).
 */
function onScreenOf({ url }: Workbook, { path, controls, ...place }: UrlPlace): PlaceOnScreen {
  return {
    ...place,
    ...(path !== undefined && { address: new URL(url).origin + path }),
    ...(controls && { controls: Object.entries(controls).map(([id, value]) => ({ id, value })) }),
  };
}

const heightOf = ({ isWholePage }: PaneTarget) => (isWholePage ? { responsive_height: true } : {});

/** Encrypted tokens are replaced by their length. */
function withoutTokens(claims: object): Record<string, unknown> {
  const shown: Record<string, unknown> = { ...claims };
  if (shown.oauth_token !== undefined) shown.oauth_token = String(shown.oauth_token).length;
  const tokens = shown.connection_oauth_tokens;
  if (typeof tokens !== 'object' || tokens === null) return shown;
  const lengths = Object.entries(tokens).map(([id, token]) => [id, String(token).length]);
  return { ...shown, connection_oauth_tokens: Object.fromEntries(lengths) };
}
