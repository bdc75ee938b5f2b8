/** The only place that writes a `<webview>`. */
import { memo } from 'react';
import type { PlacedGuest } from './use-lingering-guests.ts';

/**
 * It sets `src` and `partition`, as main gave them out, and nothing else:
 * main rebuilds all other options when it attaches. A standby has its full size and lies beneath the active one, as
 * visible as that, so that what it shows is drawn before it is on top. What it took over from lies there for some frames
 * more. Neither can be reached.
 */
export const GuestView = memo(function GuestView({ guest, isCovered }: { guest: PlacedGuest; isCovered: boolean }) {
  const isActive = guest.role === 'active';
  return (
    <div
      className="guest"
      data-guest={guest.guestId}
      data-role={guest.role}
      inert={!isActive || isCovered}
      aria-hidden={!isActive}
    >
      <webview src={guest.src} partition={guest.partition} />
    </div>
  );
});
