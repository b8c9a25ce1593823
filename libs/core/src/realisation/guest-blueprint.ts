import { ROOT_DISK_NAME } from '../feasibility/disk-rules/root-disk.rule';
import type { NovaAnswer, Placement, PortAnswer } from '../planning/decision';
import type { Image, VmRequest } from '../request/vm-request';

/** Nova's longest name of a server (`nova/api/validation/parameter_types.py`). */
const MAX_SERVER_NAME = 255;

/** What one VM of a `ready` recommendation is made of, whichever tool then makes it. */
export interface GuestBlueprint {
  readonly recommendationId: string;
  readonly projectId: string;
  /** Which of the request's VMs it is, from 0. */
  readonly member: number;
  /** Name of the server. */
  readonly serverName: string;
  readonly flavor: NovaAnswer['flavor'];
  /** What the guest was planned with: the request's image. */
  readonly image: Image;
  /** What the chosen paths need of the image beside. */
  readonly neededProperties: Readonly<Record<string, string>>;
  /** `disk_bus` of the disk that Nova boots from; null where nothing was asked of it. */
  readonly rootDiskBus: string | null;
  /** Disks other than the root disk that Nova attaches; devices by alias come with the flavor. */
  readonly dataDisks: readonly { readonly name: string; readonly diskBus: string }[];
  readonly ports: readonly PortAnswer[];
  readonly hostName: string;
  /** Null when it is not known. */
  readonly availabilityZone: string | null;
  readonly group: VmRequest['constraints']['group'];
  readonly placement: Placement;
}

/** Where a VM is now: a swap may have moved its reservation since it was decided. */
export interface PresentHost {
  readonly hostName: string;
  readonly availabilityZone: string | null;
}

export interface ReadyGuest {
  readonly recommendationId: string;
  readonly request: VmRequest;
  readonly member: number;
  readonly placement: Placement;
}

/** @param present left out: the host that was decided for */
export function guestBlueprint(guest: ReadyGuest, present?: PresentHost): GuestBlueprint {
  const { recommendationId, request, member, placement } = guest;
  const { nova, ports } = placement;
  const { host, availabilityZone } = nova.server;
  return {
    recommendationId,
    projectId: request.projectId,
    member,
    serverName: serverName(request, member),
    flavor: nova.flavor,
    image: request.image,
    neededProperties: nova.imageProperties,
    rootDiskBus: nova.imageProperties['hw_disk_bus'] ?? null,
    dataDisks: nova.blockDeviceMapping
      .filter(({ disk }) => disk !== ROOT_DISK_NAME)
      .map(({ disk, diskBus }) => ({ name: disk, diskBus })),
    ports,
    ...(present ?? { hostName: host, availabilityZone }),
    group: request.constraints.group,
    placement,
  };
}

/** The request's name; of several VMs with their number from 1, as Nova itself counts them. */
function serverName({ name, count }: VmRequest, member: number): string {
  if (count === 1) return name;
  const suffix = `-${member + 1}`;
  return `${[...name].slice(0, MAX_SERVER_NAME - suffix.length).join('')}${suffix}`;
}

/** Server metadata by which the advisor knows its servers again. */
export function serverMetadata({ recommendationId, member }: GuestBlueprint): Readonly<Record<string, string>> {
  return { iopath_recommendation: recommendationId, iopath_member: String(member) };
}

/** A name that no other port of ours has, so that a port can be found again after its answer was lost. */
export function portName({ recommendationId, member }: GuestBlueprint, nic: string): string {
  return `iopath-${recommendationId}-${member}-${nic}`;
}
