/** What happens to grants, as the grant keeper tells it. */
import type { AppError } from '../../../shared/errors.ts';
import type { Grant, Person } from './grant.ts';

/** Each event is told in the turn in which it holds, right after `onChange` told of the new state. */
export type GrantEvent =
  | {
      /** The grant of a new sign-in was taken into use. */
      readonly kind: 'adopted';
      readonly grant: Grant;
      /** The grant that it replaced; null when there was none, or when that one had ended or was signed out. */
      readonly earlier: Grant | null;
      /**
       * Who was signed in to this connection last in this run of the program; null when that is not known. Unlike
       * `earlier`, it outlives a grant that ended or was signed out.
       */
      readonly lastPerson: Person | null;
    }
  | {
      /** The grant of an earlier run of the program was read from the store and taken into use. */
      readonly kind: 'restored';
      readonly grant: Grant;
    }
  | {
      /** The grant has a newer access token than before. */
      readonly kind: 'renewed';
      readonly grant: Grant;
    }
  | {
      /** A renewal failed; the grant is kept, and another try follows. */
      readonly kind: 'renewal-failed';
      readonly connectionId: string;
      readonly problem: AppError;
    }
  | {
      /** The server no longer accepts the grant, or it could not be renewed and its time is over. */
      readonly kind: 'ended';
      readonly connectionId: string;
      readonly problem: AppError;
    }
  | {
      /** A person signed out, or the connection goes. */
      readonly kind: 'forgotten';
      readonly connectionId: string;
    };
