/** Can the database be reached and is its schema the one this program expects? */
export abstract class DatabaseHealth {
  /** Throws when not. */
  abstract ping(): Promise<void>;
}
