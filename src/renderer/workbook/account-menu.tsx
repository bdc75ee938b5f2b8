/** Who looks at the workbook, by which connections and until when, and what can be done about it. */
import { Button, Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover } from 'react-aria-components';
import type { Connection } from '../../shared/profile/connection.ts';
import { isServiceAccount } from '../../shared/profile/connection-rules.ts';
import type { GrantView, ProfileView } from '../../shared/state.ts';
import { format } from '../../shared/text/format.ts';
import { useMenuOpen } from '../components/use-menu-open.ts';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { useNow } from '../context/use-now.ts';
import { untilWords } from '../model/clocks.ts';
import { initials } from '../model/home.ts';

interface AccountMenuProps {
  readonly who: NonNullable<GrantView['person']>;
  readonly view: ProfileView;
  /** One for each connection of the profile. */
  readonly grants: readonly GrantView[];
  onOpenDetails(): void;
}

export function AccountMenu({ who, view, grants, onOpenDetails }: AccountMenuProps) {
  const text = useText();
  const words = text.account;
  const { bridge, state, ask, go } = useApp();
  const menu = useMenuOpen();
  const name = who.displayName || who.userName;
  const { id: profileId, connections } = view.profile;
  const ofPeople = connections.filter((one) => !isServiceAccount(one));
  const isSignedInElsewhere = state.grants.some(
    (grant) =>
      !grant.isServiceAccount &&
      grant.status !== 'signed-out' &&
      !connections.some(({ id }) => id === grant.connectionId),
  );
  const signOut = async () => {
    await ask(() => bridge.grants.signOut({ profileId }));
    go({ kind: 'home' });
  };
  return (
    <MenuTrigger {...menu}>
      <Button className="person" data-testid="person">
        <span className="avatar" aria-hidden="true" translate="no">
          {initials(name)}
        </span>
        <span className="visually-hidden">{format(text.signIn.signedInAs, { person: name })}</span>
        <span className="person-name" translate="no" aria-hidden="true">
          {name}
        </span>
      </Button>
      <Popover className="popover" placement="bottom end" offset={4}>
        <Menu className="menu" aria-label={words.title} data-testid="account-menu">
          {ofPeople.map((connection) => (
            <OfConnection
              key={connection.id}
              connection={connection}
              grant={grants.find(({ connectionId }) => connectionId === connection.id)}
              view={view}
              isOneOfSeveral={connections.length > 1}
            />
          ))}
          <MenuSection className="menu-section" aria-label={words.all}>
            <MenuItem className="menu-item" data-testid="account-sign-out" onAction={() => void signOut()}>
              {text.window.signOut}
            </MenuItem>
            {isSignedInElsewhere && (
              <MenuItem
                className="menu-item"
                data-testid="sign-out-of-all"
                onAction={() => ask(() => bridge.commands.run({ id: 'signOutOfAll' }))}
              >
                {words.signOutOfAll}
              </MenuItem>
            )}
          </MenuSection>
          {/* For who administers: nobody else knows what a claim is. */}
          <MenuSection className="menu-section">
            <Header className="menu-header">{words.advanced}</Header>
            <MenuItem className="menu-item" data-testid="account-details" onAction={onOpenDetails}>
              {text.details.title}
            </MenuItem>
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

interface OfConnectionProps {
  readonly connection: Connection;
  readonly grant: GrantView | undefined;
  readonly view: ProfileView;
  readonly isOneOfSeveral: boolean;
}

/** The words of a section are its name, so that they are read when it is come to. */
function OfConnection({ connection, grant, view, isOneOfSeveral }: OfConnectionProps) {
  const text = useText();
  const words = text.account;
  const { bridge, state, ask, go, signIn } = useApp();
  const now = useNow(10_000);
  const { id: connectionId, label } = connection;
  const isSignedIn = grant !== undefined && grant.status !== 'signed-out';
  const signOut = async () => {
    await ask(() => bridge.grants.signOut({ profileId: view.profile.id, connectionId }));
    go({ kind: 'home' });
  };
  return (
    <MenuSection className="menu-section">
      <Header className="menu-header account-head" data-testid="account-connection" data-connection={connectionId}>
        {grant?.person && (
          <span className="account-name" translate="no">
            {grant.person.userName}
          </span>
        )}
        <span>{format(words.through, { connection: label })}</span>
        <span>{grant ? untilWords(grant, now, text) : words.signedOut}</span>
      </Header>
      {grant?.renewable && grant.status === 'signed-in' && (
        <MenuItem
          className="menu-item"
          data-testid="account-renew"
          onAction={() => ask(() => bridge.grants.renew({ connectionId }))}
        >
          {text.details.renewNow}
        </MenuItem>
      )}
      {view.hasEmbedSecret && (
        <MenuItem
          className="menu-item"
          data-testid="account-somebody-else"
          isDisabled={state.signIn !== null}
          onAction={() => void signIn(connectionId, true)}
        >
          {text.window.signInAsSomebodyElse}
        </MenuItem>
      )}
      {isOneOfSeveral && isSignedIn && (
        <MenuItem className="menu-item" data-testid="account-sign-out-one" onAction={() => void signOut()}>
          {format(words.signOutOf, { connection: label })}
        </MenuItem>
      )}
    </MenuSection>
  );
}
