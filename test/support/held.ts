/** A promise that a test lets go when it wants to: for what is still under way. */
export function held(): { readonly released: Promise<void>; release(): void } {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { released, release: () => release() };
}
