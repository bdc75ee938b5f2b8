/** The only place that writes a `<webview>`. */
import { memo } from 'react';
import type { GuestView as Guest } from '../../shared/state.ts';

/**
 * It sets `src` and `partition`, as main gave them out, and nothing else:
 * main rebuilds all other options when it attaches. A standby guest has its full size and is painted, so that it loads
 * at the speed of a visible page; it lies beneath the active one and cannot be reached.
 */
export const GuestView = memo(function GuestView({ guest, isCovered }: { guest: Guest; isCovered: boolean }) {
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
