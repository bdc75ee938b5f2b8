/** The only place that writes a `<webview>`. */
import { memo, useLayoutEffect, useRef } from 'react';
import type { PlacedGuest } from './use-lingering-guests.ts';

interface GuestViewProps {
  readonly guest: PlacedGuest;
  /** What a screen reader calls it. */
  readonly name: string;
  readonly isCovered: boolean;
  /** Before the person, beside what they work in, or behind another tab. */
  readonly place: 'before' | 'beside' | 'behind';
}

/**
 * It sets `src` and `partition`, as main gave them out, and nothing else:
 * main rebuilds all other options when it attaches. A standby has its full size and lies beneath the active one, as
 * visible as that, so that what it shows is drawn before it is on top. What it took over from lies there for some frames
 * more. Neither can be reached.
 */
export const GuestView = memo(function GuestView({ guest, name, isCovered, place }: GuestViewProps) {
  const isActive = guest.role === 'active';
  const webview = useRef<HTMLElement>(null);
  // Chromium takes the focus of the whole window away with a guest that has it when it goes: no key comes to anything
  // then, and no press in another guest brings it back.
  useLayoutEffect(() => {
    const element = webview.current;
    return () => element?.blur();
  }, []);
  return (
    <section
      className="guest"
      data-guest={guest.guestId}
      data-role={place === 'before' ? guest.role : `${place}-${guest.role}`}
      inert={!isActive || isCovered}
      aria-hidden={!isActive}
      aria-label={name}
      translate="no"
    >
      <webview ref={webview} src={guest.src} partition={guest.partition} />
    </section>
  );
});
