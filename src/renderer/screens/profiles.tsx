import { Button } from 'react-aria-components';
import type { ProfileView } from '../../shared/state.ts';
import { PlusIcon } from '../components/icons.tsx';
import { ImportEnv } from '../components/import-env.tsx';
import { Page } from '../components/page.tsx';
import { useApp } from '../context/app-context.tsx';
import { holdsGrant, listWords, profileGrants, selectedProfile } from '../model/home.ts';

/** Every profile: open one, change one, add one. */
export function Profiles() {
  const { state, go } = useApp();
  const selected = selectedProfile(state);
  return (
    <Page className="column" hasMenu={false}>
      <div className="screen-head">
        <h1>Profiles</h1>
        <Button className="button" data-variant="quiet" data-testid="back" onPress={() => go({ kind: 'home' })}>
          Back
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
          New profile
        </Button>
        <ImportEnv>Import a QuickStart .env…</ImportEnv>
      </div>
      <p className="fine-print">Sightglass {state.version}</p>
    </Page>
  );
}

function ProfileRow({ view, isSelected }: { view: ProfileView; isSelected: boolean }) {
  const { bridge, state, ask, go } = useApp();
  const { id, name, workbooks } = view.profile;
  const held = profileGrants(state, view).filter(holdsGrant).length;

  const open = async () => {
    const answer = isSelected ? { ok: true } : await ask(() => bridge.profiles.select({ profileId: id }));
    if (answer.ok) go({ kind: 'home' });
  };
  return (
    <li className="profile-row" data-testid="profile-row" data-selected={isSelected || undefined}>
      <div className="profile-row-text">
        <h2>{name}</h2>
        <p className="muted">{listWords(workbooks.map((workbook) => workbook.title))}</p>
      </div>
      {held > 0 && (
        <span className="badge" data-tone="good">
          Signed in
        </span>
      )}
      <Button
        className="button"
        data-variant="quiet"
        aria-label={`Edit ${name}`}
        onPress={() => go({ kind: 'set-up', profileId: id })}
      >
        Edit
      </Button>
      <Button
        className="button"
        data-variant={isSelected ? 'primary' : 'secondary'}
        data-testid="open-profile"
        aria-label={`Open ${name}`}
        onPress={open}
      >
        Open
      </Button>
    </li>
  );
}
