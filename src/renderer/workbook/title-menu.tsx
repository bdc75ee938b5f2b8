/** What is open; and, when there is a choice, the way to another workbook or profile. */
import {
  Button,
  Header,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
  Tooltip,
  TooltipTrigger,
} from 'react-aria-components';
import type { AppState, PaneView, ProfileView } from '../../shared/state.ts';
import { format } from '../../shared/text/format.ts';
import { BackIcon, CheckIcon, ChevronDownIcon, Mark } from '../components/icons.tsx';
import { useMenuOpen } from '../components/use-menu-open.ts';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';

interface TitleMenuProps {
  readonly pane: PaneView;
  readonly view: ProfileView;
  /** The tabs have the title, so that it is read aloud alone. */
  readonly isBesideTabs: boolean;
}

export const hasChoice = (state: Pick<AppState, 'profiles'>, { profile }: ProfileView): boolean =>
  profile.workbooks.length > 1 || state.profiles.length > 1;

export function TitleMenu({ pane, view, isBesideTabs }: TitleMenuProps) {
  const text = useText();
  const { bridge, state, ask, openWorkbook } = useApp();
  const menu = useMenuOpen();
  const { workbooks } = view.profile;
  const { title } = pane.place.document;
  if (!hasChoice(state, view)) {
    return (
      <div className="bar-title" data-beside-tabs={isBesideTabs}>
        {!isBesideTabs && <Mark size={16} />}
        <h1
          className={isBesideTabs ? 'visually-hidden' : undefined}
          data-testid="workbook-title"
          translate="no"
          title={title}
        >
          {title}
        </h1>
        <GoHome pane={pane} />
      </div>
    );
  }
  return (
    <div className="bar-title" data-beside-tabs={isBesideTabs}>
      {!isBesideTabs && <Mark size={16} />}
      <h1>
        <MenuTrigger {...menu}>
          <Button className="title-button" data-testid="workbook-title">
            <span className={isBesideTabs ? 'visually-hidden' : 'title-text'} translate="no" title={title}>
              {title}
            </span>
            <ChevronDownIcon size={14} />
          </Button>
          <Popover className="popover" placement="bottom start" offset={4}>
            <Menu className="menu" aria-label={text.workbook.workbooksAndProfiles}>
              <MenuSection className="menu-section" selectionMode="single" selectedKeys={[pane.workbookId]}>
                <Header className="menu-header" translate="no">
                  {view.profile.name}
                </Header>
                {workbooks.map(({ id, title }) => (
                  <MenuItem
                    key={id}
                    id={id}
                    className="menu-item"
                    textValue={title}
                    translate="no"
                    onAction={() => id !== pane.workbookId && void openWorkbook(id)}
                  >
                    <span className="menu-check">{id === pane.workbookId && <CheckIcon size={14} />}</span>
                    {title}
                  </MenuItem>
                ))}
              </MenuSection>
              {state.profiles.length > 1 && (
                <MenuSection className="menu-section">
                  <Header className="menu-header">{text.workbook.otherProfiles}</Header>
                  {state.profiles
                    .filter(({ profile }) => profile.id !== view.profile.id)
                    .map(({ profile }) => (
                      <MenuItem
                        key={profile.id}
                        id={profile.id}
                        className="menu-item"
                        textValue={profile.name}
                        translate="no"
                        onAction={() => void ask(() => bridge.profiles.select({ profileId: profile.id }))}
                      >
                        <span className="menu-check" />
                        {profile.name}
                      </MenuItem>
                    ))}
                </MenuSection>
              )}
            </Menu>
          </Popover>
        </MenuTrigger>
      </h1>
      <GoHome pane={pane} />
    </div>
  );
}

/** The way back from another document, which the person went to inside Sigma. */
function GoHome({ pane }: { pane: PaneView }) {
  const text = useText();
  const { bridge, ask } = useApp();
  if (pane.place.document.isOwn) return null;
  const words = format(text.workbook.goHome, { workbook: pane.title });
  return (
    <TooltipTrigger delay={400}>
      <Button
        className="button go-home"
        data-variant="quiet"
        data-testid="go-home"
        onPress={() => ask(() => bridge.panes.home({ paneId: pane.paneId }))}
      >
        <BackIcon size={14} />
        <span className="go-home-words">{words}</span>
      </Button>
      <Tooltip className="tooltip" offset={6}>
        {words}
      </Tooltip>
    </TooltipTrigger>
  );
}
