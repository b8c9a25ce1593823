import type { GuestBlueprint, PortAnswer } from '@iopath/core';
import type { ArtifactSource } from './artifact';

/** A flavor that is needed, once, however many of the VMs have it. */
export interface NeededFlavor {
  /** From 1. */
  readonly number: number;
  readonly flavor: GuestBlueprint['flavor'];
}

export function neededFlavors({ guests }: ArtifactSource): readonly NeededFlavor[] {
  const byName = new Map(guests.map(({ flavor }) => [flavor.name, flavor]));
  return [...byName.values()].map((flavor, index) => ({ number: index + 1, flavor }));
}

/** What the caller has to fill in for each NIC, and each disk of Nova's beside the root disk; the VMs are alike in them. */
export interface Blank {
  /** From 1. */
  readonly number: number;
  readonly name: string;
  /** What it is, in a line. */
  readonly words: string;
}

export function networkBlanks({ guests: [first] }: ArtifactSource): readonly Blank[] {
  return (first?.ports ?? []).map(({ name, physicalNetwork }, index) => {
    const where = physicalNetwork === null ? 'a tunnelled network' : `a network on ${physicalNetwork}`;
    return { number: index + 1, name, words: `Id of the network of NIC ${name}: ${where}` };
  });
}

export function volumeBlanks({ guests: [first] }: ArtifactSource): readonly (Blank & { readonly diskBus: string })[] {
  return (first?.dataDisks ?? []).map(({ name, diskBus }, index) => {
    return {
      number: index + 1,
      name,
      diskBus,
      words: `Id of the volume for disk ${name} (bus ${diskBus}); empty for none`,
    };
  });
}

/** What the image has to say so that the guest becomes what was planned. */
export function imageNeeds({ guests: [first] }: ArtifactSource): readonly (readonly [key: string, value: string])[] {
  return Object.entries({ ...first?.image.properties, ...first?.neededProperties }).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
}

/**
 * What a port says beside its kind, as `value_specs` or attributes: whoever runs the text finds out whether his Neutron
 * takes it.
 */
export function portExtras(port: PortAnswer): Readonly<Record<string, string | boolean>> {
  return {
    ...(port.numaAffinityPolicy === null ? {} : { numa_affinity_policy: port.numaAffinityPolicy }),
    ...(port.trusted === null ? {} : { trusted: port.trusted }),
    ...(port.hardwareOffloadType === null ? {} : { hardware_offload_type: port.hardwareOffloadType }),
  };
}

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Nova's id of the server group, where the request named it by that; else null. */
export function serverGroupId({ group }: GuestBlueprint): string | null {
  return group !== null && UUID.test(group.id) ? group.id : null;
}

/**
 * `availability_zone` for tools that cannot name a host otherwise: `zone:host` is taken past the scheduler's filters
 * (`nova/compute/api.py parse_availability_zone`).
 */
export function zoneText(
  { hostName, availabilityZone }: GuestBlueprint,
  placement: ArtifactSource['placement'],
): string | null {
  if (placement === 'host') return `${availabilityZone ?? ''}:${hostName}`;
  return placement === 'zone' ? availabilityZone : null;
}

/** The first lines of every text, without the marks of a comment. */
export function headLines(source: ArtifactSource, what: string): readonly string[] {
  const needs = imageNeeds(source).map(([key, value]) => `${key}=${value}`);
  const roles = new Set(source.guests.flatMap(({ ports }) => ports.map(({ requiredRole }) => requiredRole)));
  const group = source.guests[0]?.group ?? null;
  const isUnknownGroup = group !== null && !UUID.test(group.id);
  return [
    `${what} of recommendation ${source.recommendationId}`,
    ...(needs.length === 0 ? [] : [`The image needs these properties: ${needs.join(', ')}`]),
    ...(roles.has('admin') || roles.has('service')
      ? ['The ports take the role admin or service, for what they say of their binding']
      : []),
    ...(isUnknownGroup
      ? [`The VMs belong to the server group ${group.id} (${group.policy}): name it to Nova by its id`]
      : []),
  ];
}
