import { LINUX_RELEASES, type KernelStep } from './linux-releases.data';
import type { OsName } from './os-name';
import { compareVersions, versionOf, type Version } from './version';

/** The kernels, in terms of their drivers, that an image of a distribution can have. */
export interface KernelRange {
  /** Every image has the drivers of this one. */
  readonly oldest: Version;
  /** No image has drivers newer than this one's. */
  readonly newest: Version;
}

/**
 * Which kernel drivers a Linux image has. A major release named without its minor one spans all of them.
 *
 * @returns Null for an operating system, or a release of it, that is not known.
 */
export function linuxKernels({ family, version }: OsName): KernelRange | null {
  const releases = LINUX_RELEASES.get(family);
  if (releases === undefined) return null;
  const rolling = releases.length === 1;
  if (version === null && !rolling) return null;
  const wanted = version ?? [0];
  const spanned = releases.filter((step, i) => isSpanned(step, releases[i + 1], wanted));
  const first = spanned[0];
  const last = spanned.at(-1);
  if (first === undefined || last === undefined) return null;
  return { oldest: versionOf(first.kernel), newest: versionOf(last.upTo ?? last.kernel) };
}

/** Whether a step holds for the release, or for one of its minor releases when only the major one is named. */
function isSpanned(step: KernelStep, next: KernelStep | undefined, wanted: Version): boolean {
  const from = versionOf(step.release);
  const onlyMajor = wanted.length === 1;
  if (onlyMajor && from[0] === wanted[0]) return true;
  const begun = compareVersions(from, wanted) <= 0;
  return begun && (next === undefined || compareVersions(versionOf(next.release), wanted) > 0);
}
