import type { Schemas } from '@iopath/api-client';
import type { Column } from '../output/cell';

type Explanation = Schemas['ExplanationDto'];

/** Why one path on one host, or a host as a whole, was refused. */
export type RefusedPath = Schemas['PathReasonDto'] & { readonly host_name: string | null };

export const PATH_COLUMNS: readonly Column<RefusedPath>[] = [
  { name: 'Host Name', cell: ({ host_name }) => host_name },
  { name: 'Subject', cell: ({ subject }) => subject },
  { name: 'Path', cell: ({ path }) => ({ value: path ?? null, text: path ?? 'all' }) },
  { name: 'Reason', cell: ({ code }) => code },
  { name: 'Required', cell: ({ required }) => required },
  { name: 'Available', cell: ({ available }) => available },
];

export const REASON_COLUMNS: readonly Column<Schemas['RejectionDto']>[] = [
  { name: 'Reason', cell: ({ code }) => code },
  { name: 'Hosts', cell: ({ hosts }) => hosts },
  { name: 'Paths', cell: ({ paths }) => paths },
  { name: 'Required', cell: ({ example }) => example?.required },
  { name: 'Available', cell: ({ example }) => example?.available },
  { name: 'For Example', cell: ({ example }) => example?.host_name },
];

export const CHANGE_COLUMNS: readonly Column<Schemas['RelaxationDto']>[] = [
  { name: 'Change', cell: ({ change }) => change },
  { name: 'Size', cell: ({ size }) => size },
  { name: 'Hosts Unlocked', cell: ({ hosts_unlocked }) => hosts_unlocked },
  { name: 'Costs', cell: ({ costs }) => costs },
  { name: 'Example Hosts', isLong: true, cell: ({ example_hosts }) => ({ value: example_hosts }) },
];

export const RULE_COLUMNS: readonly Column<Explanation['waterfall'][number]>[] = [
  { name: 'Rule', cell: ({ rule }) => rule },
  { name: 'Level', cell: ({ level }) => level },
  { name: 'Hosts In', cell: ({ together }) => together.in },
  { name: 'Hosts Out', cell: ({ together }) => together.out },
  { name: 'Only This', cell: ({ only_this }) => only_this },
];

/** Every refused path of every host, by host. */
export function refusedPaths({ hosts }: Pick<Explanation, 'hosts'>): readonly RefusedPath[] {
  return hosts.flatMap(({ host_name, reasons }) =>
    reasons.map((reason) => ({ ...reason, host_name: host_name ?? null })),
  );
}
