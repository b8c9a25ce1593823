import type { Placement, VmRequest } from '@iopath/core';

/** The request as if its caller had asked for exactly what was recommended: those hosts, and those paths a device. */
export function narrowedTo(request: VmRequest, members: readonly Placement[]): VmRequest {
  return {
    ...request,
    nics: request.nics.map((nic) => ({ ...nic, paths: pathsOf(nic.name, members, ({ nics }) => nics) })),
    disks: request.disks.map((disk) => ({ ...disk, paths: pathsOf(disk.name, members, ({ disks }) => disks) })),
    constraints: { ...request.constraints, includeHosts: hostsOf(members) },
  };
}

/** The hosts of these placements, each once. */
export function hostsOf(members: readonly Placement[]): readonly string[] {
  return [...new Set(members.map(({ hostName }) => hostName))];
}

/** True when both place the same number of VMs on the same hosts by the same paths; which VF of a PF it is does not matter. */
export function isSamePlan(one: readonly Placement[], other: readonly Placement[]): boolean {
  const signatures = [one, other].map((members) => JSON.stringify(members.map(signatureOf).sort()));
  return signatures[0] === signatures[1];
}

function signatureOf({ hostName, nics, disks }: Placement): string {
  return JSON.stringify([hostName, ...[...nics, ...disks].map(({ name, path }) => [name, path])]);
}

function pathsOf<Path extends string>(
  device: string,
  members: readonly Placement[],
  devicesOf: (member: Placement) => readonly { readonly name: string; readonly path: Path }[],
): readonly Path[] {
  const paths = members.flatMap((member) => devicesOf(member).filter(({ name }) => name === device));
  return [...new Set(paths.map(({ path }) => path))];
}
