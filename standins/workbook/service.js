/** Calls to the server, in the name of the session that came with the page. */

export class ServiceError extends Error {
  /**
   * @param {number} status
   * @param {string} code
   * @param {string} message
   * @param {boolean} tokenExpired
   */
  constructor(status, code, message, tokenExpired) {
    super(message);
    this.status = status;
    this.code = code;
    /** Whether the data platform no longer takes the token that came with the page. */
    this.tokenExpired = tokenExpired;
  }
}

/** @param {string} sessionId */
export function createService(sessionId) {
  /**
   * Rejects with `ServiceError`; status 401 means that the session is over.
   * @param {string} call
   * @param {unknown} body
   * @param {AbortSignal} [signal]
   * @returns {Promise<any>}
   */
  return async (call, body, signal) => {
    const response = await fetch(`/api/${call}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-workbook-session': sessionId },
      body: JSON.stringify(body),
      ...(signal ? { signal } : {}),
    }).catch((error) => {
      if (error.name === 'AbortError') throw error;
      throw new ServiceError(0, 'NETWORK', 'Sigma could not be reached.', false);
    });
    const answer = await response.json();
    if (!response.ok)
      throw new ServiceError(response.status, answer.code, answer.message, answer.tokenExpired === true);
    return answer;
  };
}
