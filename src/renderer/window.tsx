/** The page behind everything: the open workbooks, and the screen that lies over them. */
import { type ReactNode, useEffect } from 'react';
import { Button } from 'react-aria-components';
import { selectedProfile } from '../shared/selected-profile.ts';
import type { ProfileView } from '../shared/state.ts';
import { tabCommands } from '../shared/tab-commands.ts';
import type { Text } from '../shared/text/en.ts';
import { format } from '../shared/text/format.ts';
import { AboutDialog } from './about/about-dialog.tsx';
import { UpdateNotices, useUpdateNews } from './about/update-notices.tsx';
import { Announcer } from './components/announcer.tsx';
import { LateSetUpOffer } from './components/hand-out/late-hand-out.tsx';
import { ImportReport } from './components/import-env.tsx';
import { late, useReadAhead } from './components/late.tsx';
import { Notices } from './components/notices.tsx';
import { Page } from './components/page.tsx';
import { SetUpDrop } from './components/set-up-drop.tsx';
import { useAsks } from './components/use-asks.ts';
import { useFocus } from './components/use-focus.ts';
import { useRail } from './components/use-rail.ts';
import { useToolkitKeys } from './components/use-toolkit-keys.ts';
import { useApp, type View } from './context/app-context.tsx';
import { useText } from './context/text-context.tsx';
import { hasToChoose } from './model/home.ts';
import { hasSomethingToSay } from './model/inside.ts';
import { LatePalette } from './palette/late-palette.tsx';
import { Profiles } from './screens/profiles.tsx';
import { SignIn } from './screens/sign-in.tsx';
import { Start } from './screens/start.tsx';
import { Welcome } from './screens/welcome.tsx';
import { AbsenceDialog } from './settings/absence-dialog.tsx';
import { SheetDialog } from './settings/sheet-dialog.tsx';
import { CloseQuestion } from './workbook/close-question.tsx';
import { InsideCards } from './workbook/inside-cards.tsx';
import { LeavingQuestion } from './workbook/leaving-question.tsx';
import { TabStrip } from './workbook/tab-strip.tsx';
import { WorkbookView } from './workbook/workbook-view.tsx';

/** After these the window shows what came of them. */
const tabDeeds = Object.keys(tabCommands).filter((id) => id !== 'newTab');

const LinkQuestionDialog = late(async () => (await import('./workbook/link-question.tsx')).LinkQuestionDialog);

const Rail = late(async () => (await import('./screens/rail.tsx')).Rail, NoFrame);

const SetUp = late(async () => (await import('./set-up/set-up.tsx')).SetUp, SetUpFrame);

/**
 * Panes stay mounted beneath whatever screen lies over them: a `<webview>` that leaves the
 * page loses its workbook.
 */
export function Window() {
  const text = useText();
  const { state, view, pane, go, signIn, announce } = useApp();
  const tellsOfUpdate = useUpdateNews() !== null && state.window.isUsedLast;
  const profile = selectedProfile(state);
  useFocus(state.window.areaSteps);
  useReadAhead();
  useToolkitKeys();
  const goHome = () => go({ kind: 'home' });
  const rail = useRail();
  useAsks({
    showRail: rail.toggle,
    showStart: () => go({ kind: 'start' }),
    showProfiles: () => go({ kind: 'profiles' }),
    newProfile: () => go({ kind: 'set-up', profileId: null }),
    editSetUp: () => profile && go({ kind: 'set-up', profileId: profile.profile.id }),
    newTab: () => go({ kind: 'start' }),
    ...Object.fromEntries(tabDeeds.map((id) => [id, goHome])),
    copyLink: () => announce(text.links.copied),
    copyLinkWithFilters: () => announce(text.links.copiedWithFilters),
    copyPicture: () => announce(text.pictures.copied),
    openWorkbook: goHome,
    selectProfile: goHome,
    signInAsSomebodyElse(connectionId) {
      // Where its progress shows: over the workbook, or in the card of the profile.
      goHome();
      if (connectionId !== null) void signIn(connectionId, true);
    },
  });
  const isOnWall = state.window.wall !== null;
  const showsWorkbook = view.kind === 'home' && pane !== null && profile !== null;
  const hasCards = showsWorkbook && hasSomethingToSay(pane);

  const screen = screenName(view, profile, state.profiles, text);
  const workbook = showsWorkbook ? pane.place.document.title : null;
  useEffect(() => {
    const { title, titleOf } = text.window;
    if (workbook !== null) document.title = format(title, { workbook });
    else document.title = screen === null ? 'Sightglass' : format(titleOf, { screen });
  }, [workbook, screen, text]);

  return (
    <div className="window" data-on-wall={isOnWall}>
      <WorkbookView
        isVisible={showsWorkbook || isOnWall}
        rail={rail}
        railContent={<Rail isOver={rail.isOver} folds={rail.folds} onFold={rail.fold} onClose={rail.close} />}
      />
      {!showsWorkbook && !isOnWall && <Screen />}
      {/* Nothing at all where there is nothing: an empty list of notices would be read out as one. */}
      {!isOnWall && (
        <Notices>
          {(hasCards || tellsOfUpdate) && (
            <>
              {hasCards && <InsideCards pane={pane} />}
              {tellsOfUpdate && <UpdateNotices />}
            </>
          )}
        </Notices>
      )}
      {/* Elsewhere the screen takes files itself; a form and a wall take none. */}
      {profile !== null && !isOnWall && (view.kind === 'home' || view.kind === 'start') && <SetUpDrop />}
      <ImportReport />
      <LateSetUpOffer />
      <AboutDialog />
      <SheetDialog />
      <AbsenceDialog />
      <CloseQuestion />
      {state.window.linkQuestion && (
        <LinkQuestionDialog key={state.window.linkQuestion.questionId} question={state.window.linkQuestion} />
      )}
      <LeavingQuestion />
      <LatePalette />
      <Announcer />
    </div>
  );
}

/** What the title of the window calls a screen; null for the one that greets. */
function screenName(
  view: View,
  selected: ProfileView | null,
  profiles: readonly ProfileView[],
  text: Text,
): string | null {
  if (view.kind === 'set-up') {
    const edited = profiles.find(({ profile }) => profile.id === view.profileId);
    return edited ? format(text.setUp.titleOf, { profile: edited.profile.name }) : text.setUp.titleNew;
  }
  if (selected === null) return null;
  if (view.kind === 'start') return text.start.title;
  return view.kind === 'profiles' ? text.profiles.title : selected.profile.name;
}

function Screen() {
  const { state, view } = useApp();
  const profile = selectedProfile(state);
  if (view.kind === 'set-up') {
    const { profileId, origin } = view;
    return <SetUp key={profileId ?? 'new'} profileId={profileId} {...(origin && { origin })} />;
  }
  if (profile === null) return <Welcome />;
  if (view.kind === 'profiles') return <Profiles />;
  // From every place in which a workbook is waited for, the open ones are one press away.
  const strip = state.window.tabs.length > 1 ? <TabStrip isBehind={view.kind === 'start'} /> : null;
  if (view.kind === 'start' || hasToChoose(state, profile)) return <Start strip={strip} />;
  return <SignIn key={profile.profile.id} view={profile} strip={strip} />;
}

/** Without it a list at the side is an empty strip for a moment. */
function NoFrame({ children }: { children?: ReactNode }) {
  return <div data-testid="late">{children}</div>;
}

/** The form begins under the same heading, so that a moment without it shows nothing that jumps. */
function SetUpFrame({ children }: { children?: ReactNode }) {
  const text = useText();
  const { state, view, goBack } = useApp();
  return (
    <Page className="form-page" hasMenu={false}>
      <div className="set-up" data-testid="late">
        <div className="screen-head">
          <h1>{screenName(view, null, state.profiles, text)}</h1>
          {children && (
            <Button className="button" data-variant="quiet" data-testid="back" onPress={goBack}>
              {text.profiles.back}
            </Button>
          )}
        </div>
        {children}
      </div>
    </Page>
  );
}
