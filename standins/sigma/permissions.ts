/** What an account type may do. One left out is the highest (`docs/facts.md`), and so is one that nobody knows here. */
export interface Permissions {
  readonly explore: boolean;
  readonly edit: boolean;
}

const LOOK = { explore: false, edit: false };
const EXPLORE = { explore: true, edit: false };

const limited: Readonly<Record<string, Permissions>> = {
  view: LOOK,
  viewer: LOOK,
  lite: LOOK,
  act: LOOK,
  analyze: EXPLORE,
  explorer: EXPLORE,
  essential: EXPLORE,
};

export function permissionsOf(accountType: string | undefined): Permissions {
  return limited[accountType?.toLowerCase() ?? ''] ?? { explore: true, edit: true };
}
