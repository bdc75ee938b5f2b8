/** Which profiles would change the same users of Sigma as one of them, in words. */
import { type TellsOfUsers, type UserDifference, userDifferences } from '../../shared/profile/shared-users.ts';
import type { ProfileView } from '../../shared/state.ts';
import type { Text } from '../../shared/text/en.ts';
import { listText } from '../../shared/text/format.ts';

/** More would fill the screen and help nobody. */
const MOST_NAMES = 3;

/** The other profiles by name, and all that they tell differently; both ready for a sentence. */
export interface SharedUsers {
  readonly profiles: string;
  readonly differences: string;
}

/** Null where no other profile changes the users of this one, as is usual. @param id null for a profile not saved yet */
export function sharedUsers(
  profile: TellsOfUsers & { readonly id: string | null },
  views: readonly ProfileView[],
  text: Text,
): SharedUsers | null {
  const found = views
    .filter((other) => other.profile.id !== profile.id)
    .map((other) => ({ name: other.profile.name, differences: userDifferences(profile, other.profile) }))
    .filter(({ differences }) => differences.length > 0);
  if (found.length === 0) return null;
  const names = found.slice(0, MOST_NAMES).map(({ name }) => `“${name}”`);
  const differing = new Set<UserDifference>(found.flatMap(({ differences }) => differences));
  return {
    profiles: listText(found.length > MOST_NAMES ? [...names, '…'] : names, text.locale),
    differences: listText(
      [...differing].map((difference) => text.sharedUsers.differences[difference]),
      text.locale,
    ),
  };
}
