import type { Fault, Profile } from '@iopath/core';
import type { StoredProfile } from '../ports/profile-store.port';

/** What a decision is made by: one version, without what the store knows around it. */
export function profileOnly({ name, version, description, weights, objectives, packs, defaults }: Profile): Profile {
  return { name, version, description, weights, objectives, packs, defaults };
}

export function unknownProfile(name: string): Fault {
  return { pointer: '/profile', code: 'profile.unknown', message: `There is no profile called "${name}".` };
}

/** @param current the current version of the profile whose version is wanted and missing. */
export function unknownVersion({ name, generation }: StoredProfile, version: number): Fault {
  const message = `Profile ${name} has no version ${version}; it has 1 to ${generation}.`;
  return { pointer: '/profile_version', code: 'profile.version_unknown', message };
}
