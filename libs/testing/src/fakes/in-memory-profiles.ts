import { canonicalJson, type Profile, type ProfileDocument } from '@iopath/core';
import { type Page, ProfileStore, type ProfileWritten, Refusal, type StoredProfile } from '@iopath/usecases';

/** Profiles in memory, with the versions that the port promises. */
export class InMemoryProfiles extends ProfileStore {
  private readonly versions = new Map<string, (ProfileDocument | null)[]>();

  constructor(builtIns: readonly Profile[] = []) {
    super();
    for (const profile of builtIns) this.add(profile.name, documentOf(profile));
  }

  /** Makes the next version of a profile, whatever was there. */
  add(name: string, document: ProfileDocument | null): number {
    const versions = this.versions.get(name) ?? [];
    this.versions.set(name, [...versions, document]);
    return versions.length + 1;
  }

  override list(): Promise<Page<StoredProfile>> {
    const items = [...this.versions.keys()].sort().flatMap((name) => this.find(name) ?? []);
    return Promise.resolve({ items, nextMarker: null });
  }

  override current(name: string): Promise<StoredProfile | null> {
    return Promise.resolve(this.find(name));
  }

  override version(name: string, version: number): Promise<StoredProfile | null> {
    return Promise.resolve(this.find(name, version));
  }

  override put(name: string, generation: number | null, document: ProfileDocument): Promise<ProfileWritten> {
    const current = this.find(name);
    if (current !== null && canonicalJson(documentOf(current)) === canonicalJson(document)) {
      return Promise.resolve({ created: false, profile: current });
    }
    if ((current?.generation ?? null) !== generation) {
      return Promise.reject(new Refusal('conflict', 'profile.generation_conflict', 'another generation'));
    }
    const version = this.add(name, document);
    return Promise.resolve({ created: current === null, profile: toStored(name, version, version, document) });
  }

  override delete(name: string): Promise<void> {
    this.add(name, null);
    return Promise.resolve();
  }

  override install(profiles: readonly Profile[]): Promise<void> {
    for (const profile of profiles) if (!this.versions.has(profile.name)) this.add(profile.name, documentOf(profile));
    return Promise.resolve();
  }

  private find(name: string, version?: number): StoredProfile | null {
    const versions = this.versions.get(name) ?? [];
    const wanted = version ?? versions.length;
    const document = versions[wanted - 1] ?? null;
    return document === null ? null : toStored(name, wanted, versions.length, document);
  }
}

function documentOf({ description, weights, objectives, packs, defaults }: ProfileDocument): ProfileDocument {
  return { description, weights, objectives, packs, defaults };
}

function toStored(name: string, version: number, generation: number, document: ProfileDocument): StoredProfile {
  return { ...document, name, version, generation, builtIn: false, createdAtMs: 0 };
}
