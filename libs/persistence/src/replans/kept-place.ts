import type { DiskPathName, NicPathName, Placement } from '@iopath/core';

/**
 * What is kept of a VM's place with the reservation that a move made; of the first place the decision tells it. Column
 * `reservation.kept_place`.
 */
export interface KeptPlace {
  readonly hostName: string;
  readonly score: number;
  readonly nics: Readonly<Record<string, KeptDevice<NicPathName>>>;
  readonly disks: Readonly<Record<string, KeptDevice<DiskPathName>>>;
  readonly extraSpecs: Readonly<Record<string, string>>;
}

interface KeptDevice<Path> {
  readonly path: Path;
  /** Predicted p99, µs; null where the path is overloaded. */
  readonly p99: number | null;
}

export function keptPlaceOf({ hostName, score, nics, disks, nova }: Placement): KeptPlace {
  const p99 = (latencyUs: { readonly p99: number } | null) => latencyUs?.p99 ?? null;
  return {
    hostName,
    score,
    nics: Object.fromEntries(
      nics.map(({ name, path, predicted }) => [name, { path, p99: p99(predicted.latencyUs) }] as const),
    ),
    disks: Object.fromEntries(
      disks.map(({ name, path, predicted }) => [name, { path, p99: p99(predicted.latencyUs) }] as const),
    ),
    extraSpecs: nova.flavor.extraSpecs,
  };
}
