import type { RequestDefaults } from '../request/request-defaults';
import type { ScoreTermName } from './score-term';

/** What a device is measured by when the request states no need of its own. */
export interface Objectives {
  /** p99 round trip of a NIC, µs. */
  readonly nicLatencyUs: number;
  readonly nicThroughputMbps: number;
  /** p99 completion of a disk, µs. */
  readonly diskLatencyUs: number;
  readonly diskIops: number;
}

/** What a profile says: everything but its name and version. */
export interface ProfileDocument {
  /** What it is for, in one sentence. */
  readonly description: string;
  /** Weight by score term. A term left out weighs nothing: a profile may be older than a term. */
  readonly weights: Readonly<Partial<Record<ScoreTermName, number>>>;
  readonly objectives: Objectives;
  /** Fill hosts instead of spreading over them. */
  readonly packs: boolean;
  /** What a request gets where it is silent. */
  readonly defaults: RequestDefaults;
}

/** One version of a profile. It never changes: whoever writes a profile makes its next version. */
export interface Profile extends ProfileDocument {
  readonly name: string;
  /** From 1. */
  readonly version: number;
}

/** A profile as a decision names it. */
export type ProfileVersion = Pick<Profile, 'name' | 'version'>;

/** Profiles by name, one version of each. */
export type ProfileBook = Readonly<Record<string, Profile>>;
