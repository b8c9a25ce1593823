import type { ProfileBook } from '@iopath/core';
import type { ProfileStore } from '../ports/profile-store.port';
import { profileOnly } from '../profiles/choose-profile';

const PAGE = 1_000;

/** The current version of every profile, by name. */
export async function currentProfiles(profiles: ProfileStore): Promise<ProfileBook> {
  const book: Record<string, ProfileBook[string]> = {};
  for (let marker: string | null = null; ;) {
    const { items, nextMarker } = await profiles.list(PAGE, marker);
    for (const profile of items) book[profile.name] = profileOnly(profile);
    if (nextMarker === null) return book;
    marker = nextMarker;
  }
}
