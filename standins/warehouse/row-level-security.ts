/**
 * Row-level security of a connection with a service account: the workbook's rows are filtered by a user attribute, and
 * the workbook is shared with teams. Both come from the JWT, since the data platform knows the account alone.
 */
import { BOROUGHS, type Borough, REGIONS } from '../people.ts';
import { EmbedRefusal } from '../sigma/refusal.ts';

/** Each value one of `REGIONS`, several joined by commas. */
const REGION_ATTRIBUTE = 'region';
/** Each value one of `BOROUGHS`, several joined by commas; looked at where there is no region. */
const BOROUGH_ATTRIBUTE = 'borough';

const SHARED_WITH = ['Sales_People', 'City_Managers'];
/** A team whose rows are not filtered. */
const UNFILTERED_TEAM = 'City_Managers';

/** The boroughs that a person may see; values that mean nothing select no rows. Throws `EmbedRefusal`. */
export function boroughsFor(claims: {
  teams: readonly string[];
  attributes: Readonly<Record<string, unknown>>;
}): readonly Borough[] {
  if (!claims.teams.some((team) => SHARED_WITH.includes(team))) {
    throw new EmbedRefusal('EACCES', 'This workbook is not shared with any of your teams');
  }
  if (claims.teams.includes(UNFILTERED_TEAM)) return BOROUGHS;
  const regions = readAttribute(claims.attributes, REGION_ATTRIBUTE);
  if (regions) {
    const table: Readonly<Record<string, readonly Borough[]>> = REGIONS;
    return BOROUGHS.filter((borough) => regions.some((region) => table[region]?.includes(borough)));
  }
  const boroughs = readAttribute(claims.attributes, BOROUGH_ATTRIBUTE);
  if (boroughs) return BOROUGHS.filter((borough) => boroughs.includes(borough));
  throw new EmbedRefusal('EACCES', `User attribute "${REGION_ATTRIBUTE}" is not set for this user`);
}

function readAttribute(attributes: Readonly<Record<string, unknown>>, name: string): string[] | null {
  const value = attributes[name];
  if (value === undefined) return null;
  if (typeof value !== 'string') throw new EmbedRefusal('EINVAL', `user_attributes.${name} must be a string`);
  return value.split(',').map((part) => part.trim());
}
