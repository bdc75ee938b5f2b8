/** Sigma's refusal of an embed URL: a code and a message. */

/** Codes as Sigma names them. */
export type SigmaErrorCode = 'EINVAL' | 'EPERM' | 'EACCES' | 'ENOENT' | 'ETIMEDOUT' | 'NETWORK';

export class EmbedRefusal extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'EmbedRefusal';
    this.code = code;
  }
}
