import { versionOf, type Version } from './version';

/** A libosinfo short id taken apart: `sles11sp3` is release 11.3 of `sles`. */
export interface OsName {
  readonly family: string;
  /** Null when the id names none. */
  readonly version: Version | null;
}

const SHORT_ID = /^([a-z][a-z-]*?)-?(\d+(?:\.\d+)*)?(?:-?sp(\d+))?(?:-unknown)?$/;

/** @returns Null when the text is no such id. */
export function osName(osId: string): OsName | null {
  const match = SHORT_ID.exec(osId.trim().toLowerCase());
  if (match === null) return null;
  const [, family = '', release, servicePack] = match;
  if (release === undefined) return { family, version: null };
  return { family, version: versionOf(servicePack === undefined ? release : `${release}.${servicePack}`) };
}
