import type { Profile, ProfileDocument } from '@iopath/core';
import type { Page } from './host-store.port';

/** One version of a profile, as stored. */
export interface StoredProfile extends Profile {
  /** The version that is current: what a writer has to have seen. */
  readonly generation: number;
  /** Whether it came with the product; such a profile can be written, and not deleted. */
  readonly builtIn: boolean;
  /** When this version was made. */
  readonly createdAtMs: number;
}

export interface ProfileWritten {
  readonly created: boolean;
  readonly profile: StoredProfile;
}

/** Profiles with all versions that they ever had; no version ever changes. */
export abstract class ProfileStore {
  /** Current versions, by name. */
  abstract list(limit: number, marker: string | null): Promise<Page<StoredProfile>>;
  /** Null when there is no such profile, or no longer. */
  abstract current(name: string): Promise<StoredProfile | null>;
  /** Any version, of a profile deleted since too. */
  abstract version(name: string, version: number): Promise<StoredProfile | null>;
  /**
   * Makes the next version of a profile, or the first one. What is current already changes nothing, whatever
   * `generation` says, so that a retry is harmless.
   *
   * @param generation the one that the writer saw; null = "I believe there is no such profile".
   * @throws Refusal conflict `profile.generation_conflict` (seen another), `profile.already_exists` (null, but it does);
   *   not_found `profile.not_found` when a generation is given and there is no such profile.
   */
  abstract put(name: string, generation: number | null, document: ProfileDocument): Promise<ProfileWritten>;
  /** Its versions stay readable; one of the same name later goes on counting.
   * @throws Refusal not_found `profile.not_found`; conflict `profile.built_in`. */
  abstract delete(name: string): Promise<void>;
  /**
   * Brings in the profiles that come with the product. What an operator wrote over one stays; where nobody did, a document
   * that was never installed before becomes the next version.
   */
  abstract install(profiles: readonly Profile[]): Promise<void>;
}
