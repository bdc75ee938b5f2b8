/** Requests about sign-ins and the grants that come of them. */
import { z } from '../zod.ts';
import { id, nothing, type RequestDefinition } from './request.ts';

export const grantRequests = {
  /** As somebody else: the server is to ask which account to use; whoever is signed in stays so until that succeeded. */
  'grants.signIn': {
    input: z.object({ connectionId: id, asSomebodyElse: z.boolean().optional() }),
    output: nothing,
    changes: true,
  },
  'grants.cancelSignIn': { input: nothing, output: nothing, changes: false },
  'grants.copySignInLink': { input: nothing, output: nothing, changes: false },
  'grants.reopenBrowser': { input: nothing, output: nothing, changes: false },
  'grants.renew': { input: z.object({ connectionId: id }), output: nothing, changes: true },
  /** Of one connection, or of all that the profile has. */
  'grants.signOut': {
    input: z.object({ profileId: id, connectionId: id.optional() }),
    output: nothing,
    changes: true,
  },
} as const satisfies Record<string, RequestDefinition>;
