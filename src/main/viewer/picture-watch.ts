/** Whether the picture of a standby is whole; what is lifted before the person must not be in the middle of being drawn. */

export interface PictureWatch {
  /** Whether it is. Where that is not known, `onWhole` is called when it is, unless it was forgotten meanwhile. */
  isWhole(guestId: string, onWhole: () => void): boolean;
  /** The guest was told to show something else. */
  forget(): void;
}

/** @param options.whenPictureIsWhole calls `then` once */
export function createPictureWatch(options: {
  whenPictureIsWhole(guestId: string, then: () => void): void;
}): PictureWatch {
  let known: { readonly guestId: string; isWhole: boolean } | null = null;
  return {
    isWhole(guestId, onWhole) {
      if (known?.guestId === guestId) return known.isWhole;
      const asked = { guestId, isWhole: false };
      known = asked;
      let isAnswered = false;
      options.whenPictureIsWhole(guestId, () => {
        asked.isWhole = true;
        if (isAnswered && known === asked) onWhole();
      });
      isAnswered = true;
      return asked.isWhole;
    },
    forget() {
      known = null;
    },
  };
}
