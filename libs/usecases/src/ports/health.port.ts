/** Can the database be reached and is its schema the one this program expects? */
export abstract class DatabaseHealth {
  /** Throws when not. */
  abstract ping(): Promise<void>;
}

/** Does the cloud answer? What needs it fails without it, and all else goes on. */
export abstract class CloudHealth {
  /** Throws when not. */
  abstract ping(): Promise<void>;
}
