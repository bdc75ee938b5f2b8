/** Every profile: open one, change one, add one. */
import { Button } from 'react-aria-components';
import { selectedProfile } from '../../shared/selected-profile.ts';
import type { ProfileView } from '../../shared/state.ts';
import { format, listText } from '../../shared/text/format.ts';
import { BusyButton } from '../components/busy-button.tsx';
import { AlertIcon, PlusIcon } from '../components/icons.tsx';
import { ImportEnv } from '../components/import-env.tsx';
import { Page } from '../components/page.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { holdsGrant, profileGrants } from '../model/home.ts';
import { sharedUsers } from '../model/shared-users.ts';
import { ProfileMore } from './profile-more.tsx';

export function Profiles() {
  const text = useText();
  const { state, go, chooseEnv, importing } = useApp();
  const selected = selectedProfile(state);
  return (
    <Page className="column" hasMenu={false}>
      <div className="screen-head">
        <h1>{text.profiles.title}</h1>
        <Button className="button" data-variant="quiet" data-testid="back" onPress={() => go({ kind: 'home' })}>
          {text.profiles.back}
        </Button>
      </div>
      <ul className="profile-list">
        {state.profiles.map((view) => (
          <ProfileRow key={view.profile.id} view={view} isSelected={view === selected} />
        ))}
      </ul>
      <div className="row-actions">
        <Button
          className="button"
          data-variant="secondary"
          data-testid="set-up"
          onPress={() => go({ kind: 'set-up', profileId: null })}
        >
          <PlusIcon />
          {text.profiles.newProfile}
        </Button>
        <BusyButton
          className="button"
          data-variant="secondary"
          data-testid="open-set-up-file"
          isBusy={importing}
          onPress={() => void chooseEnv()}
        >
          {text.welcome.openFile}
        </BusyButton>
        <ImportEnv>{text.welcome.importEnv}</ImportEnv>
      </div>
      <p className="fine-print">{format(text.profiles.version, { version: state.version })}</p>
    </Page>
  );
}

function ProfileRow({ view, isSelected }: { view: ProfileView; isSelected: boolean }) {
  const text = useText();
  const { bridge, state, ask, go } = useApp();
  const { id, name, workbooks } = view.profile;
  const shared = sharedUsers(view.profile, state.profiles, text);
  const grants = profileGrants(state, view);
  const held = grants.filter(holdsGrant).length;
  const isWhole = held === grants.length;

  const open = async () => {
    const answer = isSelected ? { ok: true } : await ask(() => bridge.profiles.select({ profileId: id }));
    if (answer.ok) go({ kind: 'home' });
  };
  return (
    <li className="profile-row" data-testid="profile-row" data-selected={isSelected || undefined}>
      <div className="profile-row-text">
        <h2 translate="no">{name}</h2>
        <p className="muted" translate="no">
          {listText(
            workbooks.map((workbook) => workbook.title),
            text.locale,
          )}
        </p>
        {shared && (
          <p className="profile-warning" data-testid="shared-users">
            <AlertIcon size={14} />
            {format(text.sharedUsers.inList, { ...shared })}
          </p>
        )}
      </div>
      {held > 0 && (
        <span className="badge" data-tone={isWhole ? 'good' : undefined} data-testid="signed-in-badge">
          {isWhole ? text.profiles.signedIn : format(text.profiles.signedInPartly, { held, all: grants.length })}
        </span>
      )}
      <ProfileMore view={view} />
      <Button
        className="button"
        data-variant="quiet"
        aria-label={format(text.profiles.editProfile, { profile: name })}
        onPress={() => go({ kind: 'set-up', profileId: id })}
      >
        {text.profiles.edit}
      </Button>
      <Button
        className="button"
        data-variant={isSelected ? 'primary' : 'secondary'}
        data-testid="open-profile"
        aria-label={format(text.profiles.openProfile, { profile: name })}
        onPress={open}
      >
        {text.profiles.open}
      </Button>
    </li>
  );
}
