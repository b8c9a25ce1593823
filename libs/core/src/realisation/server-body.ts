import type { Fault } from '../fault';
import { type GuestBlueprint, serverMetadata } from './guest-blueprint';

/** Who chooses the host: Nova among all, Nova in the advised zone, or the advisor. */
export const PLACEMENT_MODES = ['free', 'zone', 'host'] as const;
export type PlacementMode = (typeof PLACEMENT_MODES)[number];

export interface ServerChoices {
  readonly flavorId: string;
  readonly imageId: string;
  /** Of each NIC, in their order. */
  readonly portIds: readonly string[];
  readonly placement: PlacementMode;
  readonly keyName: string | null;
  /** Nova's id of the server group; null: none is known. */
  readonly serverGroup: string | null;
  /** Cinder volumes by the name of their disk. */
  readonly volumes: Readonly<Record<string, string>>;
  /** `disk_bus` of the root disk where the image does not say it. */
  readonly rootDiskBus: string | null;
}

export interface ServerBody {
  /** Body of `POST /servers`. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The lowest microversion that takes it. */
  readonly microversion: string;
}

/** The body by which Nova builds the guest. */
export function serverBody(blueprint: GuestBlueprint, choices: ServerChoices): ServerBody {
  const { placement, keyName, serverGroup } = choices;
  const zone = placement === 'zone' ? blueprint.availabilityZone : null;
  const disks = blockDevices(blueprint, choices);
  return {
    microversion: placement === 'host' ? '2.74' : blueprint.ports.length === 0 ? '2.37' : '2.1',
    body: {
      server: {
        name: blueprint.serverName,
        flavorRef: choices.flavorId,
        imageRef: choices.imageId,
        networks: choices.portIds.length === 0 ? 'none' : choices.portIds.map((port) => ({ port })),
        ...(zone === null ? {} : { availability_zone: zone }),
        // Still asked of every filter, unlike `availability_zone: zone:host` (nova/scheduler, `requested_destination`).
        ...(placement === 'host' ? { host: blueprint.hostName } : {}),
        ...(keyName === null ? {} : { key_name: keyName }),
        metadata: serverMetadata(blueprint),
        ...(disks.length === 0 ? {} : { block_device_mapping_v2: disks }),
      },
      ...(serverGroup === null ? {} : { 'os:scheduler_hints': { group: serverGroup } }),
    },
  };
}

/** An image beside other block devices has to be named among them, first in the order of booting. */
function blockDevices({ dataDisks }: GuestBlueprint, { imageId, volumes, rootDiskBus }: ServerChoices) {
  const attached = dataDisks.flatMap(({ name, diskBus }) => {
    const volume = volumes[name];
    if (volume === undefined) return [];
    return [{ boot_index: -1, uuid: volume, source_type: 'volume', destination_type: 'volume', disk_bus: diskBus }];
  });
  if (attached.length === 0 && rootDiskBus === null) return [];
  const root = {
    boot_index: 0,
    uuid: imageId,
    source_type: 'image',
    destination_type: 'local',
    delete_on_termination: true,
    ...(rootDiskBus === null ? {} : { disk_bus: rootDiskBus }),
  };
  return [root, ...attached];
}

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/**
 * Nova knows server groups by their ids. A request may name its group otherwise; who lets Nova choose the host has to name
 * Nova's group then, or the policy is lost.
 */
export function serverGroupOf(
  { group }: Pick<GuestBlueprint, 'group'>,
  given: string | null,
  placement: PlacementMode,
): { readonly id: string | null } | Fault {
  if (group === null || given !== null) return { id: given };
  if (UUID.test(group.id)) return { id: group.id };
  if (placement === 'host') return { id: null };
  return {
    pointer: '/server_group',
    code: 'server_group.needed',
    message: `the VMs are of the group ${group.id} (${group.policy}), and Nova has to be told its id of it unless the host is named`,
  };
}
