import { checkProfile, type ProfileDocument } from '@iopath/core';
import type { ProfileStore, ProfileWritten } from '../ports/profile-store.port';
import { Refusal } from '../refusal';

/** Takes in the next version of a profile. Decisions keep the version they were made by. */
export class PutProfile {
  constructor(private readonly profiles: ProfileStore) {}

  /**
   * @param generation the one that the writer saw; null = "I believe there is no such profile".
   * @throws Refusal invalid `request.invalid` with a fault for each thing wrong; and what {@link ProfileStore.put} throws.
   */
  async execute(name: string, generation: number | null, document: ProfileDocument): Promise<ProfileWritten> {
    const faults = checkProfile(document);
    if (faults.length > 0) throw new Refusal('invalid', 'request.invalid', 'The profile judges nothing.', faults);
    return this.profiles.put(name, generation, document);
  }
}
