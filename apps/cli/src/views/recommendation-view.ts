import type { Schemas } from '@iopath/api-client';
import type { Field } from '../output/cell';

type Recommendation = Schemas['RecommendationDto'];
type Device = Schemas['PlacedNicDto'] | Schemas['PlacedDiskDto'];

export const RECOMMENDATION_FIELDS = [
  ...['id', 'name', 'status', 'project_id', 'host_name', 'score', 'nics', 'disks', 'why', 'flavor', 'extra_specs'],
  ...['image_properties', 'ports', 'devices', 'allocations', 'migration', 'host_tuning', 'prerequisites', 'facts'],
  ...['rejections', 'relaxations', 'created_at', 'decided_at'],
] as const;
type RecommendationField = (typeof RECOMMENDATION_FIELDS)[number];

/** Terms that move the score most; the others stand in JSON. */
const TELLING_TERMS = 3;

/** A recommendation as an operator reads it: where, by which paths, with which flavor and ports, and why. */
export function recommendationFields(recommendation: Recommendation): readonly Field[] {
  const { nova, neutron, nics, disks } = recommendation;
  const devices = [...(nics ?? []), ...(disks ?? [])];
  const values: Readonly<Record<RecommendationField, Omit<Field, 'name'>>> = {
    id: { value: recommendation.id },
    name: { value: recommendation.name },
    status: { value: recommendation.status },
    project_id: { value: recommendation.project_id },
    host_name: { value: hostsOf(recommendation) },
    score: {
      value: recommendation.score,
      ...(recommendation.score !== undefined && { text: round(recommendation.score) }),
    },
    nics: { value: nics, text: lines(nics, deviceLine) },
    disks: { value: disks, text: lines(disks, deviceLine) },
    why: { value: devices.map(({ name, score }) => ({ name, ...score })), text: lines(devices, reasonLines) },
    flavor: { value: nova?.flavor, text: nova === undefined ? 'None' : flavorLine(nova.flavor) },
    extra_specs: { value: nova?.flavor.extra_specs, text: pairLines(nova?.flavor.extra_specs) },
    image_properties: { value: nova?.image_properties, text: pairLines(nova?.image_properties) },
    ports: { value: neutron?.ports, text: lines(neutron?.ports, portLine) },
    devices: { value: recommendation.devices, text: lines(recommendation.devices, pickedLine) },
    allocations: { value: recommendation.vf_allocations, text: lines(recommendation.vf_allocations, allocationLine) },
    migration: { value: recommendation.migration, text: migrationLine(recommendation.migration) },
    host_tuning: { value: recommendation.host_tuning, text: lines(recommendation.host_tuning, ({ advice }) => advice) },
    prerequisites: {
      value: recommendation.operator_prerequisites,
      text: lines(recommendation.operator_prerequisites, prerequisiteLine),
    },
    facts: { value: recommendation.facts, text: factsLine(recommendation.facts) },
    rejections: { value: recommendation.rejections, text: lines(recommendation.rejections, rejectionLine) },
    relaxations: { value: recommendation.relaxations, text: lines(recommendation.relaxations, relaxationLine) },
    created_at: { value: recommendation.created_at },
    decided_at: { value: recommendation.decided_at },
  };
  return RECOMMENDATION_FIELDS.map((name) => ({ name, ...values[name] }));
}

/** Fields that say something of this one: before a decision and after a refusal most are empty. */
export function tellingFields(fields: readonly Field[]): readonly Field[] {
  return fields.filter(
    ({ value }) => value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0),
  );
}

/** Of several VMs each has its own host. */
function hostsOf({ host_name, members }: Recommendation): unknown {
  const hosts = (members ?? []).map((member) => member.host_name);
  return hosts.length > 1 ? hosts : host_name;
}

function lines<Item>(items: readonly Item[] | null | undefined, line: (item: Item) => string): string {
  return items == null ? 'None' : items.map(line).join('\n');
}

function deviceLine(device: Device): string {
  const { name, path, numa_node, predicted } = device;
  const latency = predicted.latency_us;
  return [
    `${name}: ${path}`,
    ...('vnic_type' in device ? [`vnic_type ${device.vnic_type}`, `${device.queues} queues`] : []),
    ...(numa_node == null ? [] : [`NUMA node ${numa_node}`]),
    latency == null ? 'overloaded' : `p50 ${round(latency.p50)} µs, p99 ${round(latency.p99)} µs`,
  ].join(', ');
}

function reasonLines({ name, score }: Device): string {
  const telling = score.terms.toSorted((left, right) => right.weight * right.value - left.weight * left.value);
  return telling
    .slice(0, TELLING_TERMS)
    .map((term) => `${name}: ${term.name} ${round(term.value)} (weight ${round(term.weight)}): ${term.reason}`)
    .join('\n');
}

function flavorLine({ name, vcpus, ram_mib, disk_gib, reused }: Schemas['NovaFlavorDto']): string {
  return `${name}${reused ? ', which exists' : ''}: ${vcpus} vCPUs, ${ram_mib} MiB, ${disk_gib} GiB`;
}

function pairLines(pairs: Readonly<Record<string, unknown>> | undefined): string {
  return Object.entries(pairs ?? {})
    .map(([key, value]) => `${key}='${String(value)}'`)
    .join('\n');
}

function portLine(port: Schemas['NeutronPortDto']): string {
  const { name, 'binding:vnic_type': vnicType, 'binding:profile': profile, numa_affinity_policy, trusted } = port;
  return [
    `${name}: vnic_type ${vnicType}`,
    ...(Object.keys(profile).length === 0 ? [] : [`profile ${JSON.stringify(profile)}`]),
    ...(numa_affinity_policy == null ? [] : [`numa_affinity_policy ${numa_affinity_policy}`]),
    ...(trusted == null ? [] : [`trusted ${trusted}`]),
  ].join(', ');
}

function pickedLine({ device, kind, address, pf_address, numa_node }: Schemas['PickedDeviceDto']): string {
  const of = kind === 'vf' && pf_address != null ? ` of PF ${pf_address}` : '';
  return `${device}: ${kind} ${address ?? '(hidden)'}${of}${numa_node == null ? '' : `, NUMA node ${numa_node}`}`;
}

function allocationLine({ id, device, state, expires_at }: Schemas['AllocationDto']): string {
  return `${id} ${device}: ${state}${expires_at == null ? '' : ` until ${expires_at}`}`;
}

function migrationLine(migration: Schemas['MigrationDto'] | undefined): string {
  if (migration === undefined) return 'None';
  const { live, mechanism, candidate_targets, conditions } = migration;
  const first = live ? `live, ${mechanism}, ${candidate_targets} other hosts to go to` : 'not while it runs';
  return [first, ...conditions].join('\n');
}

function prerequisiteLine({ what, met, code }: Schemas['PrerequisiteDto']): string {
  const state = met == null ? 'not known' : met ? 'met' : 'NOT MET';
  return `${code}, ${state}: ${what ?? '(hidden)'}`;
}

function factsLine(facts: Schemas['FactsDto'] | undefined): string {
  if (facts === undefined) return 'None';
  const age = facts.oldest_age_s == null ? 'age not known' : `oldest ${facts.oldest_age_s} s`;
  return [age, ...facts.assumed.map((each) => `assumed: ${each}`)].join('\n');
}

function rejectionLine({ code, hosts, example }: Schemas['RejectionDto']): string {
  const found =
    example == null
      ? ''
      : `: required ${example.required}; available ${example.available}${example.host_name == null ? '' : ` (${example.host_name})`}`;
  return `${code} on ${hosts} hosts${found}`;
}

function relaxationLine({ change, hosts_unlocked, costs }: Schemas['RelaxationDto']): string {
  return `${change}: unlocks ${hosts_unlocked} hosts; costs: ${costs}`;
}

/** Three digits, as the intervals of predictions are no better. */
function round(value: number): string {
  return String(Number(value.toPrecision(3)));
}
