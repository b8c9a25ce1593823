import { CloudError, type CloudServiceType } from '@iopath/usecases';

/** `2.93`: compared part by part. */
export interface Microversion {
  readonly major: number;
  readonly minor: number;
}

/** What is spoken here of a service's microversions. */
export interface MicroversionRange {
  readonly min: Microversion;
  readonly max: Microversion;
}

/** Null when it is none; services without microversions tell an empty one. */
export function parseMicroversion(text: string | null): Microversion | null {
  const parts = /^(\d+)\.(\d+)$/.exec(text ?? '');
  return parts === null ? null : { major: Number(parts[1]), minor: Number(parts[2]) };
}

export function formatMicroversion({ major, minor }: Microversion): string {
  return `${major}.${minor}`;
}

/** Negative when left is the lower one. */
export function compareMicroversions(left: Microversion, right: Microversion): number {
  return left.major - right.major || left.minor - right.minor;
}

/**
 * The highest microversion that both sides know.
 *
 * @throws CloudError when there is none
 */
export function negotiateMicroversion(
  service: CloudServiceType,
  theirs: { readonly min: Microversion | null; readonly max: Microversion | null },
  ours: MicroversionRange,
): Microversion {
  const { min, max } = theirs;
  if (max === null || compareMicroversions(max, ours.min) < 0) {
    const has = max === null ? 'none at all' : formatMicroversion(max);
    throw refusal(
      service,
      `is too old: it knows microversions up to ${has}, and ${formatMicroversion(ours.min)} is needed`,
    );
  }
  if (min !== null && compareMicroversions(min, ours.max) > 0) {
    const needed = `${formatMicroversion(min)} is the lowest it knows, and ${formatMicroversion(ours.max)}`;
    throw refusal(service, `is too new: ${needed} the highest that is known here`);
  }
  return compareMicroversions(max, ours.max) < 0 ? max : ours.max;
}

function refusal(service: CloudServiceType, what: string): CloudError {
  return new CloudError(service, `The cloud's ${service} ${what}.`, null, 'cloud.version_unsupported', null, false);
}
