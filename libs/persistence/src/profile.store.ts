import { canonicalJson, type Profile, type ProfileDocument } from '@iopath/core';
import { type Page, type ProfileWritten, ProfileStore, Refusal, type StoredProfile } from '@iopath/usecases';
import type { Database } from './database';
import { pageOf, unknownMarker } from './paging';
import * as sql from './profile.sql';

interface ProfileRow {
  readonly name: string;
  readonly version: number;
  readonly generation: number;
  readonly origin: 'product' | 'operator';
  /** Null: deleted with this version. */
  readonly document: ProfileDocument | null;
  readonly created_at: Date;
  readonly built_in: boolean;
}

type LiveRow = ProfileRow & { readonly document: ProfileDocument };

/**
 * Profiles, every version a row that is only ever inserted. Rivals meet at the primary key: who comes second finds the
 * version taken, looks again and judges by what is there then.
 */
export class PostgresProfileStore extends ProfileStore {
  constructor(private readonly database: Database) {
    super();
  }

  async list(limit: number, marker: string | null): Promise<Page<StoredProfile>> {
    if (marker !== null && (await this.current(marker)) === null) throw unknownMarker(marker);
    const rows = await this.database.query<LiveRow>(sql.LIST, [marker, limit + 1]);
    return pageOf(rows, limit, toStoredProfile, ({ name }) => name);
  }

  async current(name: string): Promise<StoredProfile | null> {
    const row = await this.newest(name);
    return row !== null && isLive(row) ? toStoredProfile(row) : null;
  }

  async version(name: string, version: number): Promise<StoredProfile | null> {
    const [row] = await this.database.query<ProfileRow>(sql.VERSION, [name, version]);
    return row !== undefined && isLive(row) ? toStoredProfile(row) : null;
  }

  async put(name: string, generation: number | null, document: ProfileDocument): Promise<ProfileWritten> {
    for (;;) {
      const newest = await this.newest(name);
      const live = newest !== null && isLive(newest) ? newest : null;
      if (live !== null && isSame(live.document, document)) return { created: false, profile: toStoredProfile(live) };
      if (live === null && generation !== null) throw notFound(name);
      if (live !== null && generation === null) throw alreadyExists(name);
      if (live !== null && generation !== live.generation) throw generationConflict(name, live.generation);

      const row = await this.insert(name, (newest?.generation ?? 0) + 1, 'operator', document);
      const builtIn = newest?.built_in ?? false;
      if (row !== null)
        return { created: live === null, profile: toStoredProfile({ ...row, document, built_in: builtIn }) };
    }
  }

  async delete(name: string): Promise<void> {
    for (;;) {
      const newest = await this.newest(name);
      if (newest === null || !isLive(newest)) throw notFound(name);
      if (newest.built_in) {
        const message = `The profile ${name} comes with the product. Put one of its older versions to go back to that.`;
        throw new Refusal('conflict', 'profile.built_in', message);
      }
      if ((await this.insert(name, newest.generation + 1, 'operator', null)) !== null) return;
    }
  }

  async install(profiles: readonly Profile[]): Promise<void> {
    for (const { name, version: _version, ...document } of profiles) {
      const newest = await this.newest(name);
      if (newest?.origin === 'operator' && isLive(newest)) continue;
      const installed = await this.database.query<{ document: ProfileDocument }>(sql.INSTALLED, [name]);
      // One of an older release, started beside a newer one, must not become current again.
      if (installed.some((earlier) => isSame(earlier.document, document))) continue;
      // Another process that installs at the same time installs the same.
      await this.insert(name, (newest?.generation ?? 0) + 1, 'product', document);
    }
  }

  private async newest(name: string): Promise<ProfileRow | null> {
    const [row] = await this.database.query<ProfileRow>(sql.NEWEST, [name]);
    return row ?? null;
  }

  /** Null when this version is taken. */
  private async insert(
    name: string,
    generation: number,
    origin: ProfileRow['origin'],
    document: ProfileDocument | null,
  ): Promise<Omit<ProfileRow, 'built_in'> | null> {
    const values = [name, generation, origin, document && JSON.stringify(document)];
    const [row] = await this.database.query<Omit<ProfileRow, 'built_in'>>(sql.INSERT, values);
    return row ?? null;
  }
}

function isLive(row: ProfileRow): row is LiveRow {
  return row.document !== null;
}

function isSame(one: ProfileDocument, other: ProfileDocument): boolean {
  return canonicalJson(one) === canonicalJson(other);
}

function toStoredProfile({ name, version, generation, document, created_at, built_in }: LiveRow): StoredProfile {
  return { ...document, name, version, generation, builtIn: built_in, createdAtMs: created_at.getTime() };
}

function notFound(name: string): Refusal {
  return new Refusal('not_found', 'profile.not_found', `There is no profile called "${name}".`);
}

function alreadyExists(name: string): Refusal {
  return new Refusal('conflict', 'profile.already_exists', `Profile ${name} exists; name the generation you saw.`);
}

function generationConflict(name: string, generation: number): Refusal {
  const message = `Profile ${name} is at generation ${generation}; read it again and repeat the change on that.`;
  return new Refusal('conflict', 'profile.generation_conflict', message);
}
