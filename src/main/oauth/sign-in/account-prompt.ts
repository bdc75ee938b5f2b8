/**
 * Asking a server to ask which account to use (`prompt`, OpenID Connect Core section 3.1.2.1). A browser that is signed in
 * at the server goes on with the same person otherwise.
 */

/** `select_account` shows the accounts; `login` wants the person to prove who they are, whoever that is. */
export type AccountPrompt = 'select_account' | 'login';

/** Why a sign-in is to ask. */
export interface AccountWish {
  /**
   * `another`: the person wants to be somebody else, and a browser that goes on with the same person helps nobody.
   * `after-sign-out`: whoever signs in after a sign-out may be somebody else.
   */
  readonly reason: 'another' | 'after-sign-out';
  /** What this kind of server is known to take where its metadata does not say; null when nothing is known. */
  readonly usual: AccountPrompt | null;
}

/**
 * The prompt that the server takes; null when it is not to be asked, or takes none that would help.
 *
 * @param server its metadata; `prompt_values_supported` is of Initiating User Registration via OpenID Connect 1.0
 */
export function accountPrompt(wish: AccountWish | null | undefined, server: object): AccountPrompt | null {
  if (!wish) return null;
  const said: unknown = 'prompt_values_supported' in server ? server.prompt_values_supported : null;
  if (!Array.isArray(said)) return wish.usual;
  return (['select_account', 'login'] as const).find((prompt) => said.includes(prompt)) ?? null;
}

/** With the prompt before those that the provider sends anyway: they are a list. */
export function withPrompt(
  parameters: Readonly<Record<string, string>>,
  prompt: AccountPrompt | null,
): Readonly<Record<string, string>> {
  if (prompt === null) return parameters;
  const others = (parameters.prompt ?? '').split(' ').filter((one) => one !== '' && one !== prompt);
  return { ...parameters, prompt: [prompt, ...others].join(' ') };
}
