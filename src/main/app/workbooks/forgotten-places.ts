/** Whose places are forgotten when somebody signs in. */
import { isServiceAccount } from '../../../shared/profile/connection-rules.ts';
import type { Profile } from '../../../shared/profile/profile.ts';
import type { GrantEvent } from '../../oauth/grants/grant-events.ts';
import type { TabLife } from './tab-life.ts';

/** Where somebody was whom nobody knows is not shown to who comes now. What is loaded has a session of its own. */
export function forgetOfNobody(
  { grant, lastPerson }: GrantEvent & { kind: 'adopted' },
  profileOf: (connectionId: string) => Profile | null,
  tabs: Pick<TabLife, 'forgetPlaces'>,
): void {
  const profile = profileOf(grant.connectionId);
  if (profile && lastPerson === null && !isServiceAccount(grant)) tabs.forgetPlaces(profile.id);
}
