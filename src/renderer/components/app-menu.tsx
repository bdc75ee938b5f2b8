/** The menu of what is possible from anywhere: other profiles, the set-up, the way out. */
import { Button, Menu, MenuItem, MenuTrigger, Popover, Separator } from 'react-aria-components';
import { type CommandId, keysOf, withoutMnemonic } from '../../shared/commands.ts';
import { isServiceAccount } from '../../shared/profile/connection-rules.ts';
import { selectedProfile } from '../../shared/selected-profile.ts';
import type { ProfileView } from '../../shared/state.ts';
import { format } from '../../shared/text/format.ts';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { profileGrants } from '../model/home.ts';
import { keyNames } from '../model/key-names.ts';
import { MoreIcon } from './icons.tsx';
import { useMenuOpen } from './use-menu-open.ts';

/**
 * Before there is a profile, it leads to what the program is.
 *
 * @param folded what stands here because the bar has no room for it
 */
export function AppMenu({ folded = [] }: { folded?: readonly CommandId[] }) {
  const { window: text, about, palette, settings, start } = useText();
  const { bridge, state, view: place, ask, go } = useApp();
  const menu = useMenuOpen();
  const view = selectedProfile(state);
  return (
    <MenuTrigger {...menu}>
      <Button className="icon-button" aria-label={text.menu} data-testid="menu">
        <MoreIcon />
      </Button>
      <Popover className="popover" placement="bottom end" offset={4}>
        <Menu className="menu" aria-label={text.menu}>
          {folded.length > 0 && <Folded commands={folded} />}
          {view && <OfProfile view={view} />}
          <MenuItem
            className="menu-item"
            data-testid="open-palette"
            textValue={palette.title}
            onAction={() => ask(() => bridge.commands.run({ id: 'openPalette' }))}
          >
            {palette.title}
            <kbd className="menu-keys" translate="no">
              {keyNames(keysOf('openPalette', state.platform, state.chosenKeys)[0] ?? '', state.platform).join(' ')}
            </kbd>
          </MenuItem>
          {view && place.kind !== 'start' && (
            <MenuItem className="menu-item" data-testid="open-start" onAction={() => go({ kind: 'start' })}>
              {start.all}
            </MenuItem>
          )}
          <MenuItem
            className="menu-item"
            data-testid="open-settings"
            textValue={settings.title}
            onAction={() => ask(() => bridge.commands.run({ id: 'openSettings' }))}
          >
            {settings.title}
            <kbd className="menu-keys" translate="no">
              {keyNames(keysOf('openSettings', state.platform, state.chosenKeys)[0] ?? '', state.platform).join(' ')}
            </kbd>
          </MenuItem>
          {state.help && (
            <MenuItem
              className="menu-item"
              data-testid="menu-help"
              onAction={() => ask(() => bridge.commands.run({ id: 'askForHelp' }))}
            >
              {state.help.name === null ? about.help.askUnnamed : format(about.help.ask, { name: state.help.name })}
            </MenuItem>
          )}
          <MenuItem
            className="menu-item"
            data-testid="open-about"
            onAction={() => ask(() => bridge.about.show({ page: 'program' }))}
          >
            {about.titles.program}
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

function Folded({ commands: ids }: { commands: readonly CommandId[] }) {
  const { commands: titles } = useText();
  const { bridge, ask } = useApp();
  return (
    <>
      {ids.map((id) => (
        <MenuItem
          key={id}
          className="menu-item"
          data-testid={`folded-${id}`}
          onAction={() => ask(() => bridge.commands.run({ id }))}
        >
          {withoutMnemonic(titles[id])}
        </MenuItem>
      ))}
      <Separator className="menu-separator" />
    </>
  );
}

function OfProfile({ view }: { view: ProfileView }) {
  const { window: text } = useText();
  const { bridge, state, ask, go, signIn } = useApp();
  const { id, name, connections } = view.profile;
  const ofPeople = view.hasEmbedSecret ? connections.filter((connection) => !isServiceAccount(connection)) : [];
  const canSignOut = profileGrants(state, view).some((grant) => grant.status !== 'signed-out');

  const signInAsSomebodyElse = (connectionId: string) => {
    // Where its progress shows: over the workbook, or in the card of the profile.
    go({ kind: 'home' });
    void signIn(connectionId, true);
  };
  const signOut = async () => {
    await ask(() => bridge.grants.signOut({ profileId: id }));
    go({ kind: 'home' });
  };
  return (
    <>
      <MenuItem className="menu-item" data-testid="profiles" onAction={() => go({ kind: 'profiles' })}>
        {text.profiles}
      </MenuItem>
      <MenuItem
        className="menu-item"
        data-testid="edit-set-up"
        textValue={text.editSetUp}
        onAction={() => go({ kind: 'set-up', profileId: id })}
      >
        {format(text.editSetUpOf, { profile: name })}
      </MenuItem>
      {(canSignOut || ofPeople.length > 0) && <Separator className="menu-separator" />}
      {ofPeople.map((connection) => (
        <MenuItem
          key={connection.id}
          className="menu-item"
          data-testid="sign-in-as-somebody-else"
          data-connection={connection.id}
          isDisabled={state.signIn !== null}
          onAction={() => signInAsSomebodyElse(connection.id)}
        >
          {ofPeople.length === 1
            ? text.signInAsSomebodyElse
            : format(text.signInAsSomebodyElseTo, { connection: connection.label })}
        </MenuItem>
      ))}
      {canSignOut && (
        <MenuItem className="menu-item" data-testid="sign-out" onAction={signOut}>
          {text.signOut}
        </MenuItem>
      )}
      <Separator className="menu-separator" />
    </>
  );
}
