import type { CloudFlavor, CloudImage, CloudNetwork } from '../cloud/cloud-records';
import type { Fault } from '../fault';
import type { Flavor } from '../request/vm-request';
import { chooseNetworks } from './choose-networks';
import type { GuestBlueprint } from './guest-blueprint';
import { fitImage } from './image-fit';
import { portBody, type PortBody } from './port-body';
import { type PlacementMode, serverBody, type ServerBody, serverGroupOf } from './server-body';

/** What whoever realises a recommendation decides beside it. */
export interface RealisationChoices {
  /** Networks by NIC; null: the only one that fits each. */
  readonly networks: Readonly<Record<string, string>> | null;
  /** Project that the ports are to belong to; null: that of whoever creates them. */
  readonly portsProject: string | null;
  readonly portSecurity: boolean | null;
  readonly placement: PlacementMode;
  readonly keyName: string | null;
  readonly serverGroup: string | null;
  /** Cinder volumes by disk; null: none. */
  readonly volumes: Readonly<Record<string, string>> | null;
}

/** What the cloud has of what is needed. */
export interface CloudStock {
  readonly image: CloudImage;
  readonly flavors: readonly CloudFlavor[];
  readonly networks: readonly CloudNetwork[];
  /** Aliases of Neutron's extensions. */
  readonly extensions: readonly string[];
}

/** What is to be made for one VM. The body of its server needs the ids of what is made before it. */
export interface GuestPlan {
  readonly blueprint: GuestBlueprint;
  /** With what the image does not say. */
  readonly flavor: Flavor;
  readonly ports: readonly { readonly nic: string; readonly body: Extract<PortBody, { ok: true }>['body'] }[];
  readonly serverBody: (flavorId: string, portIds: readonly string[]) => ServerBody;
}

export type RealisationPlan =
  | { readonly ok: true; readonly guests: readonly GuestPlan[]; readonly notes: readonly string[] }
  /** `invalid`: the caller chose wrongly; `unfit`: the cloud is not as the recommendation needs it. */
  | { readonly ok: false; readonly kind: 'invalid' | 'unfit'; readonly faults: readonly Fault[] };

const SHARED_VOLUME: Fault = {
  pointer: '/volumes',
  code: 'volume.many_vms',
  message: 'one volume cannot be attached to several VMs',
};

/** Everything that has to be made so that these VMs can be booted as they were recommended. */
export function planRealisation(
  blueprints: readonly GuestBlueprint[],
  choices: RealisationChoices,
  stock: CloudStock,
): RealisationPlan {
  const sharedVolume = blueprints.length > 1 && Object.keys(choices.volumes ?? {}).length > 0 ? [SHARED_VOLUME] : [];
  const invalid = [
    ...blueprints.slice(0, 1).flatMap((blueprint) => wrongChoices(blueprint, choices, stock)),
    ...sharedVolume,
  ];
  if (invalid.length > 0) return { ok: false, kind: 'invalid', faults: invalid };
  const planned = blueprints.map((blueprint) => planGuest(blueprint, choices, stock));
  const faults = planned.flatMap((one) => (one.ok ? [] : one.faults));
  if (faults.length > 0) return { ok: false, kind: 'unfit', faults: distinct(faults) };
  const guests = planned.flatMap((one) => (one.ok ? [one] : []));
  return {
    ok: true,
    guests: guests.map(({ plan }) => plan),
    notes: [...new Set(guests.flatMap(({ notes }) => notes))],
  };
}

function wrongChoices(blueprint: GuestBlueprint, choices: RealisationChoices, stock: CloudStock): readonly Fault[] {
  const networks = chosenNetworks(blueprint, choices, stock);
  const group = serverGroupOf(blueprint, choices.serverGroup, choices.placement);
  const unknownDisks = Object.keys(choices.volumes ?? {}).filter(
    (disk) => !blueprint.dataDisks.some(({ name }) => name === disk),
  );
  return [
    ...(networks.ok ? [] : networks.faults),
    ...('id' in group ? [] : [group]),
    ...unknownDisks.map((disk) => ({
      pointer: `/volumes/${disk.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      code: 'volume.unknown_disk',
      message: 'the recommendation has no disk of this name that Nova would attach',
    })),
    ...(choices.placement === 'zone' && blueprint.availabilityZone === null
      ? [{ pointer: '/placement', code: 'zone.unknown', message: 'the zone of the recommended host is not known' }]
      : []),
  ];
}

function chosenNetworks({ ports, projectId }: GuestBlueprint, choices: RealisationChoices, { networks }: CloudStock) {
  const projects = [projectId, ...(choices.portsProject === null ? [] : [choices.portsProject])];
  return chooseNetworks(ports, choices.networks, projects, networks);
}

type PlannedGuest =
  | { readonly ok: true; readonly plan: GuestPlan; readonly notes: readonly string[] }
  | { readonly ok: false; readonly faults: readonly Fault[] };

function planGuest(blueprint: GuestBlueprint, choices: RealisationChoices, stock: CloudStock): PlannedGuest {
  const chosen = chosenNetworks(blueprint, choices, stock);
  const fit = fitImage(blueprint, stock.image);
  const { portsProject: projectId, portSecurity } = choices;
  const ports = blueprint.ports.map((port) => {
    const networkId = chosen.ok ? (chosen.networkIds[port.name] ?? '') : '';
    return portBody(blueprint, port, { networkId, projectId, portSecurity }, stock.extensions);
  });
  const faults = [
    ...(chosen.ok ? [] : chosen.faults),
    ...(fit.ok ? [] : fit.faults),
    ...ports.flatMap((port) => (port.ok ? [] : [port.fault])),
  ];
  if (!fit.ok || faults.length > 0) return { ok: false, faults };
  return {
    ok: true,
    notes: [
      ...fit.notes,
      ...ports.flatMap((port) => (port.ok ? port.notes : [])),
      ...notAttached(blueprint, choices),
      ...unsaidGroup(blueprint, choices),
    ],
    plan: {
      blueprint,
      flavor: fit.flavor,
      ports: ports.flatMap((port, index) => {
        const nic = blueprint.ports[index]?.name ?? '';
        return port.ok ? [{ nic, body: port.body }] : [];
      }),
      serverBody: (flavorId, portIds) => bodyOf(blueprint, choices, stock, fit.rootDiskBus, flavorId, portIds),
    },
  };
}

function bodyOf(
  blueprint: GuestBlueprint,
  choices: RealisationChoices,
  stock: CloudStock,
  rootDiskBus: string | null,
  flavorId: string,
  portIds: readonly string[],
): ServerBody {
  const { placement, keyName, volumes } = choices;
  const group = serverGroupOf(blueprint, choices.serverGroup, placement);
  return serverBody(blueprint, {
    flavorId,
    imageId: stock.image.id,
    portIds,
    placement,
    keyName,
    serverGroup: 'id' in group ? group.id : null,
    volumes: volumes ?? {},
    rootDiskBus,
  });
}

/** The request says how fast a disk has to be, not what is on it. */
function notAttached({ dataDisks }: GuestBlueprint, { volumes }: RealisationChoices): readonly string[] {
  return dataDisks
    .filter(({ name }) => volumes?.[name] === undefined)
    .map(({ name, diskBus }) => `No volume was named for disk ${name}; attach it with disk_bus ${diskBus}.`);
}

function unsaidGroup(blueprint: GuestBlueprint, { serverGroup, placement }: RealisationChoices): readonly string[] {
  const group = serverGroupOf(blueprint, serverGroup, placement);
  return blueprint.group !== null && 'id' in group && group.id === null
    ? [`Nova is not told of the server group ${blueprint.group.id}: the named hosts keep its policy until they change.`]
    : [];
}

function distinct(faults: readonly Fault[]): readonly Fault[] {
  return [...new Map(faults.map((fault) => [JSON.stringify(fault), fault])).values()];
}
