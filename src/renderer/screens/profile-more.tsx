/** What else can be done with a profile: handing it out, a copy of it, its end. */
import { useState } from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Popover, Separator } from 'react-aria-components';
import type { ProfileView } from '../../shared/state.ts';
import { format } from '../../shared/text/format.ts';
import { ConfirmDialog } from '../components/confirm-dialog.tsx';
import { HandOut } from '../components/hand-out/late-hand-out.tsx';
import { MoreIcon } from '../components/icons.tsx';
import { useMenuOpen } from '../components/use-menu-open.ts';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';

/** The name of a profile has so many characters at the most. */
const LONGEST_NAME = 80;

export function ProfileMore({ view }: { view: ProfileView }) {
  const { profiles: texts, setUp } = useText();
  const { bridge, ask, go } = useApp();
  const menu = useMenuOpen();
  const [open, setOpen] = useState<'hand-out' | 'remove' | null>(null);
  const { id, name } = view.profile;

  const duplicate = async () => {
    const copy = format(texts.copyOf, { profile: name }).slice(0, LONGEST_NAME).trim();
    const answer = await ask(() => bridge.profiles.duplicate({ profileId: id, name: copy }));
    // What is different about it comes next.
    if (answer.ok) go({ kind: 'set-up', profileId: answer.value.profileId });
  };
  const close = () => setOpen(null);
  return (
    <>
      <MenuTrigger {...menu}>
        <Button className="icon-button" data-testid="profile-more" aria-label={format(texts.more, { profile: name })}>
          <MoreIcon />
        </Button>
        <Popover className="popover" placement="bottom end" offset={4}>
          <Menu className="menu" aria-label={format(texts.more, { profile: name })}>
            <MenuItem className="menu-item" data-testid="hand-out-profile" onAction={() => setOpen('hand-out')}>
              {texts.handOut}
            </MenuItem>
            <MenuItem className="menu-item" data-testid="duplicate-profile" onAction={duplicate}>
              {texts.duplicate}
            </MenuItem>
            <Separator className="menu-separator" />
            <MenuItem className="menu-item" data-testid="remove-this-profile" onAction={() => setOpen('remove')}>
              {texts.remove}
            </MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
      {open === 'hand-out' && <HandOut view={view} onClose={close} />}
      <ConfirmDialog
        isOpen={open === 'remove'}
        onOpenChange={(isOpen) => !isOpen && close()}
        title={format(setUp.removal.question, { profile: name })}
        consequence={setUp.removal.consequence}
        confirm={setUp.removal.confirm}
        onConfirm={() => void ask(() => bridge.profiles.remove({ profileId: id }))}
      />
    </>
  );
}
